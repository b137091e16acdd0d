// SPDX-License-Identifier: MPL-2.0
import type { RouteObject } from 'react-router';

/** The view that explains answers. */
export const explainRoutes: RouteObject[] = [
  { path: 'explain', lazy: async () => ({ Component: (await import('./Explain')).Explain }) },
];
