// SPDX-License-Identifier: MPL-2.0

import type { Api } from '../../api/client';
import { body } from '../../api/client';
import { fetchContent, type ReleaseContent, type ReleaseSave } from '../../api/release';
import type { ChangeOf } from '../../api/scheduledChanges';
import type { Json } from '../../domain/jsonMerge';
import type { Storage } from '../../domain/releases';

/** What an editor began with. */
export type Subject = Readonly<{
  /** Null for a new release. */
  data: Json | null;
  /** The release as it is; null where it does not exist yet. */
  base: ReleaseContent | null;
  /** The scheduled change that is edited in its place; null for none. */
  change: ReleaseSave['change'];
}>;

export const NOTHING_YET: Subject = { data: null, base: null, change: null };

/** The scheduled change of a release, to be edited. */
export function subjectOfChange(change: ChangeOf<'release'>, base: ReleaseContent | null): Subject {
  const { id, version, changeType, row } = change;
  return {
    data: (row.data as Json | null) ?? base?.data ?? null,
    base,
    change: { id, version, isInsert: changeType === 'insert' },
  };
}

/** The same as it is by now. */
export async function reload(api: Api, name: string, storage: Storage, subject: Subject): Promise<Subject> {
  const base = subject.base === null ? null : await fetchContent(api, name, storage);
  if (subject.change === null) {
    return { data: base?.data ?? null, base, change: null };
  }
  const path = { sc_id: subject.change.id };
  const { scheduled_change: row } = body(
    await api.GET('/scheduled_changes/releases/{sc_id}', { params: { path } }),
  );
  return {
    data: row.data as Json | null,
    base,
    change: { ...subject.change, version: row.sc_data_version },
  };
}
