// SPDX-License-Identifier: MPL-2.0
import type { RouteObject } from 'react-router';

/** The views of releases. */
export const releaseRoutes: RouteObject[] = [
  { path: 'releases', lazy: async () => ({ Component: (await import('./ReleaseList')).ReleaseList }) },
  {
    path: 'releases/:name',
    lazy: async () => ({ Component: (await import('./ReleasePage')).ReleasePage }),
  },
  {
    path: 'releases/new',
    lazy: async () => ({ Component: (await import('./NewRelease')).NewRelease }),
  },
  {
    path: 'releases/:name/edit',
    lazy: async () => ({ Component: (await import('./EditRelease')).EditRelease }),
  },
  {
    path: 'releases/:name/history',
    lazy: async () => ({ Component: (await import('./ReleaseHistory')).ReleaseHistory }),
  },
];
