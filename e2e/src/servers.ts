// SPDX-License-Identifier: MPL-2.0
import { inject } from 'vitest';

/** URLs of the apps of a demo, without a slash at their ends. */
export type Servers = Readonly<{ admin: string; public: string }>;

declare module 'vitest' {
  interface ProvidedContext {
    /** A demo for each worker. */
    servers: Servers[];
  }
}

/** Returns the apps that this worker's tests have for themselves: nothing else changes their data meanwhile. */
export function servers(): Servers {
  const own = inject('servers')[Number(process.env.VITEST_POOL_ID) - 1];
  if (own === undefined) {
    throw new Error(`There is no demo for worker ${process.env.VITEST_POOL_ID}`);
  }
  return own;
}
