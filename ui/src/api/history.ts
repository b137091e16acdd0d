// SPDX-License-Identifier: MPL-2.0
import { keepPreviousData, queryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi, useIdentity } from '../app/session';
import { type HistoryFilter, historyQuery } from '../domain/history';
import { type Api, body } from './client';
import type { components } from './schema';

export type Entry = components['schemas']['HistoryEntry'];

/** What happened, the latest first, page by page. It is only shown to those who are logged in. */
export function useHistory(filter: HistoryFilter) {
  const api = useApi();
  const identity = useIdentity();
  const { data, ...query } = useInfiniteQuery({
    queryKey: ['history', filter],
    enabled: identity !== null,
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam: before }) =>
      body(
        await api.GET('/v2/history', {
          params: { query: { ...historyQuery(filter), ...(before === null ? {} : { before }) } },
        }),
      ),
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  const entries = useMemo(() => data?.pages.flatMap((page) => page.entries) ?? [], [data]);
  return { ...query, entries };
}

/** Who shut updates off, and when; null where that is not known. */
export function shutoffBegin(api: Api, product: string, channel: string) {
  return queryOptions({
    queryKey: ['history', 'shutoff', product, channel],
    queryFn: async (): Promise<{ by: string; at: number } | null> => {
      const query = { kind: 'emergency_shutoff', product, channel } as const;
      const { entries } = body(await api.GET('/v2/history', { params: { query } }));
      const begin = entries.find((entry) => !entry.scheduled && entry.change_type === 'insert');
      return begin === undefined ? null : { by: begin.changed_by, at: begin.timestamp };
    },
  });
}

/** As many entries as one response can have. */
const LARGEST_PAGE = 200;

/** Returns when rules were changed last, by their numbers, in milliseconds since 1970. Older changes are left out. */
export function ruleChangeTimes(api: Api) {
  return queryOptions({
    queryKey: ['history', 'rule times'],
    staleTime: 60_000,
    queryFn: async (): Promise<ReadonlyMap<number, number>> => {
      const query = { kind: 'rule', limit: LARGEST_PAGE } as const;
      const { entries } = body(await api.GET('/v2/history', { params: { query } }));
      const times = new Map<number, number>();
      for (const { scheduled, key, timestamp } of entries) {
        const id = Number(key.rule_id);
        if (!scheduled && !times.has(id)) {
          times.set(id, timestamp);
        }
      }
      return times;
    },
  });
}
