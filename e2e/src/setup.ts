// SPDX-License-Identifier: MPL-2.0
import type { TestProject } from 'vitest/node';
import { Demo } from './demo';

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the admin app, without a slash at its end. */
    admin: string;
    /** The address of the public app, without a slash at its end. */
    served: string;
  }
}

/** Runs the demo for as long as there are tests. */
export default async function setup(project: TestProject) {
  const demo = await Demo.start();
  project.provide('admin', demo.admin);
  project.provide('served', demo.served);
  return () => demo.stop();
}
