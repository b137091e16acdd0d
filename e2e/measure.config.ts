// SPDX-License-Identifier: MPL-2.0
import { defineConfig } from 'vitest/config';

/** `npm run measure`: how fast the page is with very many rules and releases. Not a test: other work on the machine shows in it. */
export default defineConfig({
  test: {
    include: ['measure/**/*.measure.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: [['default', { summary: false }]],
    disableConsoleIntercept: true,
  },
});
