// SPDX-License-Identifier: MPL-2.0
import type { RouteObject } from 'react-router';

/** The views of emergency shutoffs. */
export const shutoffRoutes: RouteObject[] = [
  { path: 'shutoffs', lazy: async () => ({ Component: (await import('./Shutoffs')).Shutoffs }) },
  { path: 'shutoffs/new', lazy: async () => ({ Component: (await import('./NewShutoff')).NewShutoff }) },
  {
    path: 'shutoffs/:product/:channel/enable',
    lazy: async () => ({ Component: (await import('./EnableUpdates')).EnableUpdates }),
  },
];
