// SPDX-License-Identifier: MPL-2.0
import type { RouteObject } from 'react-router';

/** The views of pins. */
export const pinRoutes: RouteObject[] = [
  { path: 'pins', lazy: async () => ({ Component: (await import('./PinList')).PinList }) },
  { path: 'pins/new', lazy: async () => ({ Component: (await import('./SetPin')).SetPin }) },
];
