// SPDX-License-Identifier: MPL-2.0
import type { RouteObject } from 'react-router';

/** The view of expectations. */
export const expectationRoutes: RouteObject[] = [
  {
    path: 'expectations',
    lazy: async () => ({ Component: (await import('./ExpectationList')).ExpectationList }),
  },
];
