// SPDX-License-Identifier: MPL-2.0
import { queryOptions } from '@tanstack/react-query';
import { type Api, body } from './client';
import type { components } from './schema';

export type Rule = components['schemas']['Rule'];

/**
 * The rules, those with the highest priority first.
 *
 * @param timestamp of which moment, in milliseconds since 1970; null for those of today
 */
export function rules(api: Api, timestamp: number | null = null) {
  return queryOptions({
    queryKey: ['rules', timestamp],
    queryFn: async (): Promise<Rule[]> => {
      const query = timestamp === null ? {} : { timestamp };
      return body(await api.GET('/rules', { params: { query } })).rules.sort(byPriority);
    },
  });
}

function byPriority(a: Rule, b: Rule): number {
  return (b.priority ?? 0) - (a.priority ?? 0) || a.rule_id - b.rule_id;
}
