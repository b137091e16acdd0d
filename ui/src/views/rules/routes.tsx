// SPDX-License-Identifier: MPL-2.0
import type { RouteObject } from 'react-router';

const form = () => import('./EditRule');

/** The views of rules. */
export const ruleRoutes: RouteObject[] = [
  { path: 'rules', lazy: async () => ({ Component: (await import('./RuleList')).RuleList }) },
  {
    path: 'rules/at/:time?',
    lazy: async () => ({ Component: (await import('./PastRules')).PastRules }),
  },
  { path: 'rules/new', lazy: async () => ({ Component: (await form()).NewRule }) },
  {
    path: 'rules/changes/:id',
    lazy: async () => ({ Component: (await import('./RuleChangePage')).RuleChangePage }),
  },
  { path: 'rules/changes/:id/edit', lazy: async () => ({ Component: (await form()).EditChange }) },
  { path: 'rules/:id', lazy: async () => ({ Component: (await import('./RulePage')).RulePage }) },
  { path: 'rules/:id/edit', lazy: async () => ({ Component: (await form()).EditRule }) },
  { path: 'rules/:id/duplicate', lazy: async () => ({ Component: (await form()).DuplicateRule }) },
];
