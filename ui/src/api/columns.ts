// SPDX-License-Identifier: MPL-2.0
import { queryOptions } from '@tanstack/react-query';
import type { RuleField } from '../domain/ruleFields';
import { type Api, body } from './client';

/** The different values that rules have in one field, for suggestions. */
export function ruleColumn(api: Api, column: RuleField) {
  return queryOptions({
    queryKey: ['rules', 'column', column],
    staleTime: 300_000,
    queryFn: async (): Promise<string[]> => {
      const values = body(await api.GET('/rules/columns/{column}', { params: { path: { column } } }))[column];
      return Array.isArray(values) ? values.filter((value) => typeof value === 'string').sort() : [];
    },
  });
}
