// SPDX-License-Identifier: MPL-2.0
import type { RouteObject } from 'react-router';

/** The views of change sets. */
export const changeSetRoutes: RouteObject[] = [
  {
    path: 'change-sets',
    lazy: async () => ({ Component: (await import('./ChangeSetList')).ChangeSetList }),
  },
  {
    path: 'change-sets/:id',
    lazy: async () => ({ Component: (await import('./ChangeSetPage')).ChangeSetPage }),
  },
];
