// SPDX-License-Identifier: MPL-2.0
import { queryOptions } from '@tanstack/react-query';
import { type Api, body } from './client';
import type { components } from './schema';

export type LintReport = components['schemas']['LintReport'];
export type LintFinding = LintReport['findings'][number];

/** Probable mistakes in the rules, pins and the releases that they map to, as they are now. */
export function lint(api: Api) {
  return queryOptions({
    queryKey: ['lint'],
    retry: false,
    // Whoever opens the page wants to know how things are now.
    staleTime: 0,
    queryFn: async (): Promise<LintReport> => body(await api.GET('/v2/lint')),
  });
}
