// SPDX-License-Identifier: MPL-2.0
import { queryOptions } from '@tanstack/react-query';
import { type Outcome, recordOf } from '../domain/changeRecord';
import type { HistoryKind } from '../domain/history';
import { type Api, body } from './client';
import type { Entry } from './history';

/** As many entries as one response can have. */
const LARGEST_PAGE = 200;

/** All that happened to a scheduled change, the latest first. It stays after the change was applied or cancelled. */
export function changeRecord(api: Api, kind: HistoryKind, id: number) {
  return queryOptions({
    queryKey: ['history', 'change', kind, id],
    queryFn: () => readRecord(api, kind, id),
  });
}

async function readRecord(api: Api, kind: HistoryKind, id: number): Promise<Entry[]> {
  const entries: Entry[] = [];
  let before: string | null = null;
  do {
    const query = { kind, sc_id: id, limit: LARGEST_PAGE, ...(before === null ? {} : { before }) };
    const page: { entries: Entry[]; next: string | null } = body(
      await api.GET('/v2/history', { params: { query } }),
    );
    entries.push(...page.entries);
    before = page.next;
  } while (before !== null);
  return entries;
}

/** Returns what has become of a scheduled change; null where nothing is recorded of it. */
export async function outcomeOf(api: Api, kind: HistoryKind, id: number): Promise<Outcome | null> {
  const entries = await readRecord(api, kind, id);
  return entries.length === 0 ? null : recordOf(entries).outcome;
}
