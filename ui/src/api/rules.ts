// SPDX-License-Identifier: MPL-2.0
import { queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi } from '../app/session';
import type { RuleRow } from '../domain/ruleFields';
import { ruleIndex } from '../domain/rules';
import { type Api, body } from './client';
import { type ChangeOf, useChangesOf, useRefresh } from './scheduledChanges';
import type { components } from './schema';

export type Rule = components['schemas']['Rule'];
export type RuleRevision = components['schemas']['RuleRevision'];

/** What a scheduled change waits for. */
export type Condition =
  | Readonly<{ when: number }>
  | Readonly<{ telemetry_product: string; telemetry_channel: string; telemetry_uptake: number }>;

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

/** One rule. */
export function rule(api: Api, id: number) {
  return queryOptions({
    queryKey: ['rules', 'one', id],
    queryFn: async (): Promise<Rule> =>
      body(await api.GET('/rules/{id_or_alias}', { params: { path: { id_or_alias: String(id) } } })),
  });
}

/** What a rule was, the latest first. */
export function ruleRevisions(api: Api, id: number) {
  return queryOptions({
    queryKey: ['rules', 'revisions', id],
    queryFn: async (): Promise<RuleRevision[]> =>
      body(
        await api.GET('/rules/{rule_id}/revisions', {
          params: { path: { rule_id: id }, query: { limit: 200 } },
        }),
      ).rules,
  });
}

/** The names of all releases, for suggestions. */
export function releaseNames(api: Api) {
  return queryOptions({
    queryKey: ['releases', 'names'],
    staleTime: 60_000,
    queryFn: async (): Promise<string[]> => {
      const query = { names_only: '1' };
      const whole = body(await api.GET('/releases', { params: { query } }));
      const split = body(await api.GET('/v2/releases', { params: { query } }));
      return [...('names' in whole ? whole.names : []), ...(Array.isArray(split) ? split : [])].sort();
    },
  });
}

/** The body that schedules a change of a rule, and that the server is asked about beforehand. */
export function ruleChange(changeType: 'insert' | 'update' | 'delete', present: Rule | null, row: RuleRow) {
  const key = present === null ? {} : { rule_id: present.rule_id, data_version: present.data_version };
  return { change_type: changeType, ...key, ...(changeType === 'delete' ? {} : changeable(row)) };
}

function changeable(row: RuleRow) {
  return { ...row, update_type: (row.update_type ?? 'minor') as 'major' | 'minor' };
}

/** What can be done with rules. Lists are read again afterwards. */
export function useRuleActions() {
  const api = useApi();
  const onSettled = useRefresh();
  return {
    create: useMutation({
      mutationFn: async (row: RuleRow) =>
        body(
          await api.POST('/rules', {
            body: {
              ...changeable(row),
              backgroundRate: row.backgroundRate ?? 100,
              priority: row.priority ?? 0,
            },
            parseAs: 'json',
          }),
        ) as number,
      onSettled,
    }),
    save: useMutation({
      mutationFn: ({ present, row }: { present: Rule; row: RuleRow }) =>
        api.PUT('/rules/{id_or_alias}', {
          params: { path: { id_or_alias: String(present.rule_id) } },
          body: { ...changeable(row), data_version: present.data_version },
        }),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: ({ rule_id: id, data_version }: Rule) =>
        api.DELETE('/rules/{id_or_alias}', {
          params: { path: { id_or_alias: String(id) }, query: { data_version } },
        }),
      onSettled,
    }),
    schedule: useMutation({
      mutationFn: async ({
        change,
        condition,
      }: {
        change: ReturnType<typeof ruleChange>;
        condition: Condition;
      }) => body(await api.POST('/scheduled_changes/rules', { body: { ...change, ...condition } })).sc_id,
      onSettled,
    }),
    reschedule: useMutation({
      mutationFn: ({ change, row, condition }: RescheduleInput) =>
        api.POST('/scheduled_changes/rules/{sc_id}', {
          params: { path: { sc_id: change.id } },
          body: {
            sc_data_version: change.version,
            ...(change.row.data_version === null ? {} : { data_version: change.row.data_version }),
            ...(change.changeType === 'delete' ? {} : changeable(row)),
            ...condition,
          },
        }),
      onSettled,
    }),
    revert: useMutation({
      mutationFn: ({ id, changeId }: { id: number; changeId: number }) =>
        api.POST('/rules/{rule_id}/revisions', {
          params: { path: { rule_id: id } },
          body: { change_id: changeId },
          parseAs: 'text',
        }),
      onSettled,
    }),
  };
}

type RescheduleInput = Readonly<{ change: ChangeOf<'rule'>; row: RuleRow; condition: Condition }>;

const NONE: never[] = [];

/** All rules with what is scheduled for them, ready to be searched. */
export function useRuleIndex() {
  const present = useQuery(rules(useApi()));
  const changes = useChangesOf('rule');
  const index = useMemo(
    () => ruleIndex(present.data ?? NONE, changes.data ?? NONE),
    [present.data, changes.data],
  );
  return {
    index,
    isPending: present.isPending,
    error: present.error ?? changes.error,
    retry: () => Promise.all([present.refetch(), changes.refetch()]),
  };
}

/** The rules as they were at a moment, in milliseconds since 1970. */
export function usePastRuleIndex(timestamp: number) {
  const { data, isPending, error, refetch } = useQuery(rules(useApi(), timestamp));
  const index = useMemo(() => ruleIndex(data ?? NONE, NONE), [data]);
  return { index, isPending, error, retry: refetch };
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
