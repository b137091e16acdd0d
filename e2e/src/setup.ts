// SPDX-License-Identifier: MPL-2.0
import type { TestProject } from 'vitest/node';
import { Demo } from './demo';

/** Runs a demo for each worker until all tests have ended. */
export default async function setup(project: TestProject) {
  const workers = Array.from({ length: project.config.maxWorkers });
  const demos = await Promise.all(workers.map(() => Demo.start()));
  project.provide(
    'servers',
    demos.map(({ admin, served }) => ({ admin, public: served })),
  );
  return () => Promise.all(demos.map((demo) => demo.stop()));
}
