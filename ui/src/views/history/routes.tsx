// SPDX-License-Identifier: MPL-2.0
import type { RouteObject } from 'react-router';

/** The view of what happened. */
export const historyRoutes: RouteObject[] = [
  { path: 'history', lazy: async () => ({ Component: (await import('./History')).History }) },
];
