// SPDX-License-Identifier: MPL-2.0
import { defineConfig } from 'vitest/config';

/** `npm run pictures`: takes the pictures of the console that the documentation shows. */
export default defineConfig({
  test: {
    include: ['pictures/**/*.pictures.ts'],
    globalSetup: 'src/setup.ts',
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
