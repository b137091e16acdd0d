// SPDX-License-Identifier: MPL-2.0
import type { RouteObject } from 'react-router';

/** The view of update paths. */
export const updatePathRoutes: RouteObject[] = [
  {
    path: 'update-path',
    lazy: async () => ({ Component: (await import('./UpdatePathView')).UpdatePathView }),
  },
];
