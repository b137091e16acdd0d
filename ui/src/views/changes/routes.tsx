// SPDX-License-Identifier: MPL-2.0
import type { RouteObject } from 'react-router';

/** The permanent pages of scheduled changes. */
export const changeRoutes: RouteObject[] = [
  { path: 'changes/:kind/:id', lazy: async () => ({ Component: (await import('./ChangePage')).ChangePage }) },
];
