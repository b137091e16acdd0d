// SPDX-License-Identifier: MPL-2.0
import type { RouteObject } from 'react-router';

/** The view of traffic. */
export const trafficRoutes: RouteObject[] = [
  { path: 'traffic', lazy: async () => ({ Component: (await import('./TrafficView')).TrafficView }) },
];
