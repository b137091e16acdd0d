// SPDX-License-Identifier: MPL-2.0
import type { RouteObject } from 'react-router';

/** The views of users, what they may do, and what they sign off as. */
export const userRoutes: RouteObject[] = [
  { path: 'users', lazy: async () => ({ Component: (await import('./UserList')).UserList }) },
  { path: 'users/new', lazy: async () => ({ Component: (await import('./NewUser')).NewUser }) },
  { path: 'users/roles', lazy: async () => ({ Component: (await import('./Roles')).Roles }) },
  { path: 'users/:name', lazy: async () => ({ Component: (await import('./UserPage')).UserPage }) },
  {
    path: 'users/:name/permissions/new',
    lazy: async () => ({ Component: (await import('./EditPermission')).AddPermission }),
  },
  {
    path: 'users/:name/permissions/:permission',
    lazy: async () => ({ Component: (await import('./EditPermission')).EditPermission }),
  },
  {
    path: 'users/:name/changes/:id',
    lazy: async () => ({ Component: (await import('./EditChange')).EditChange }),
  },
];
