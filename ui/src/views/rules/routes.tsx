// SPDX-License-Identifier: MPL-2.0
import type { RouteObject } from 'react-router';

/** The views of rules. */
export const ruleRoutes: RouteObject[] = [
  { path: 'rules', lazy: async () => ({ Component: (await import('./RuleList')).RuleList }) },
];
