// SPDX-License-Identifier: MPL-2.0
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: 'src/setup.ts',
    // Each worker has a demo of its own. Tests wait more than they compute, so two workers keep two cores busy.
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 60_000,
    // The page may follow a click later on a busy machine.
    expect: { poll: { timeout: 15_000 } },
  },
});
