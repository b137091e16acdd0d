// SPDX-License-Identifier: MPL-2.0
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: 'src/setup.ts',
    // All tests share one server, and the machine may have two cores only.
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 60_000,
    // The page may follow a click later on a busy machine.
    expect: { poll: { timeout: 15_000 } },
  },
});
