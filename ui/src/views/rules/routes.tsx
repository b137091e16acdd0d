// SPDX-License-Identifier: MPL-2.0
import type { RouteObject } from 'react-router';

const editors = () => import('./EditorPages');

/** The views of rules. */
export const ruleRoutes: RouteObject[] = [
  { path: 'rules', lazy: async () => ({ Component: (await import('./RuleList')).RuleList }) },
  { path: 'rules/at', lazy: async () => ({ Component: (await import('./PastRules')).PastRules }) },
  { path: 'rules/findings', lazy: async () => ({ Component: (await import('./LintPage')).LintPage }) },
  { path: 'rules/new', lazy: async () => ({ Component: (await editors()).NewRule }) },
  { path: 'rules/:id', lazy: async () => ({ Component: (await import('./RuleView')).RuleView }) },
  { path: 'rules/:id/edit', lazy: async () => ({ Component: (await editors()).EditRule }) },
  { path: 'rules/:id/duplicate', lazy: async () => ({ Component: (await editors()).DuplicateRule }) },
  {
    path: 'rules/changes/:scId',
    lazy: async () => ({ Component: (await import('./RuleChangeView')).RuleChangeView }),
  },
  { path: 'rules/changes/:scId/edit', lazy: async () => ({ Component: (await editors()).EditRuleChange }) },
];
