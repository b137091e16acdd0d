// SPDX-License-Identifier: MPL-2.0
import type { RouteObject } from 'react-router';

/** The view of notifications. */
export const notificationRoutes: RouteObject[] = [
  {
    path: 'notifications',
    lazy: async () => ({ Component: (await import('./NotificationsView')).NotificationsView }),
  },
];
