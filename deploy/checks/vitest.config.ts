// SPDX-License-Identifier: MPL-2.0
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The first test of a file loads the schemas, which takes some seconds on a busy machine.
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // For the summary of skipped tests.
    reporters: ['default', ['junit', { outputFile: 'target/surefire-reports/TEST-vitest.xml' }]],
  },
});
