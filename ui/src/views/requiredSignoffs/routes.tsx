// SPDX-License-Identifier: MPL-2.0
import type { RouteObject } from 'react-router';

/** The views of required signoffs. */
export const requiredSignoffRoutes: RouteObject[] = [
  {
    path: 'required-signoffs',
    lazy: async () => ({ Component: (await import('./RequiredSignoffs')).RequiredSignoffs }),
  },
  {
    path: 'required-signoffs/new',
    lazy: async () => ({ Component: (await import('./NewRequirement')).NewRequirement }),
  },
  {
    path: 'required-signoffs/edit',
    lazy: async () => ({ Component: (await import('./EditRequirement')).EditRequirement }),
  },
];
