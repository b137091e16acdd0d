// SPDX-License-Identifier: MPL-2.0
import { queryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useApi } from '../app/session';
import type { RuleRow } from '../domain/ruleFields';
import { type Api, body } from './client';
import type { components } from './schema';

export type Rule = components['schemas']['Rule'];
export type RuleRevision = components['schemas']['RuleRevision'];

/**
 * The rules, those with the highest priority first.
 *
 * @param timestamp of which moment, in milliseconds since 1970; null for those of today
 */
export function rules(api: Api, timestamp: number | null = null) {
  return queryOptions({
    queryKey: ['rules', timestamp],
    staleTime: timestamp === null ? 0 : Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<Rule[]> => {
      const query = timestamp === null ? {} : { timestamp };
      return body(await api.GET('/rules', { params: { query } })).rules.sort(byPriority);
    },
  });
}

function byPriority(a: Rule, b: Rule): number {
  return (b.priority ?? 0) - (a.priority ?? 0) || a.rule_id - b.rule_id;
}

/** One rule, by its number or alias. */
export function rule(api: Api, idOrAlias: string) {
  return queryOptions({
    queryKey: ['rules', 'one', idOrAlias],
    queryFn: async (): Promise<Rule> =>
      body(await api.GET('/rules/{id_or_alias}', { params: { path: { id_or_alias: idOrAlias } } })),
  });
}

/** So many revisions are read at once. */
const REVISIONS = 25;

/** What a rule was, the latest first; more of it on demand. */
export function useRuleRevisions(id: number) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['rules', 'revisions', id],
    initialPageParam: 1,
    queryFn: async ({ pageParam: page }) =>
      body(
        await api.GET('/rules/{rule_id}/revisions', {
          params: { path: { rule_id: id }, query: { page, limit: REVISIONS } },
        }),
      ),
    getNextPageParam: (last, pages) => (pages.length * REVISIONS < last.count ? pages.length + 1 : undefined),
  });
}

/** As many as one answer can have. */
const LARGEST_PAGE = 100;

/** One revision of a rule, by the id of the change that made it. */
export function ruleRevision(api: Api, id: number, changeId: number) {
  return queryOptions({
    queryKey: ['rules', 'revision', id, changeId],
    queryFn: async (): Promise<RuleRevision> => {
      for (let page = 1, read = 0, count = 1; read < count; page++) {
        const params = { path: { rule_id: id }, query: { page, limit: LARGEST_PAGE } };
        const answer = body(await api.GET('/rules/{rule_id}/revisions', { params }));
        const found = answer.rules.find((revision) => revision.change_id === changeId);
        if (found !== undefined) {
          return found;
        }
        read += LARGEST_PAGE;
        count = answer.count;
      }
      throw new Error(`rule ${id} has no such revision`);
    },
  });
}

/** A rule that was deleted: what it said last, and who deleted it when, in milliseconds since 1970. */
export type DeletedRule = Readonly<{ row: RuleRow; by: string; at: number }>;

/** Finds the last state of a deleted rule; null where the history knows of none. */
export function deletedRule(api: Api, id: number) {
  return queryOptions({
    queryKey: ['rules', 'deleted', id],
    queryFn: async (): Promise<DeletedRule | null> => {
      let before: string | null = null;
      do {
        const page: components['schemas']['HistoryPage'] = body(
          await api.GET('/v2/history', {
            params: {
              query: { kind: 'rule', limit: LARGEST_HISTORY, ...(before === null ? {} : { before }) },
            },
          }),
        );
        const deletion = page.entries.find(
          (entry) => !entry.scheduled && entry.change_type === 'delete' && entry.key.rule_id === id,
        );
        if (deletion?.before) {
          return { row: deletion.before as RuleRow, by: deletion.changed_by, at: deletion.timestamp };
        }
        before = page.next;
      } while (before !== null);
      return null;
    },
  });
}

/** As many entries as one response can have. */
const LARGEST_HISTORY = 200;
