// SPDX-License-Identifier: MPL-2.0
import type { RouteObject } from 'react-router';

/** The view that compares channels. */
export const compareChannelRoutes: RouteObject[] = [
  {
    path: 'compare-channels',
    lazy: async () => ({ Component: (await import('./CompareChannels')).CompareChannels }),
  },
];
