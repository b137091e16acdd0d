// SPDX-License-Identifier: MPL-2.0

import type { Api } from '../../api/client';
import { body } from '../../api/client';
import { fetchContent, type ReleaseContent, type ReleaseSave } from '../../api/release';
import type { ChangeOf } from '../../domain/changes';
import type { Json } from '../../domain/jsonMerge';
import type { ReleaseEntry, Storage } from '../../domain/releases';

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

/** A release, or the change that is scheduled for it, to be edited. */
export function subjectOf(change: ReleaseEntry['change'], base: ReleaseContent | null): Subject {
  if (base?.storage === 'split') {
    return subjectOfParts(base);
  }
  return change?.kind === 'release'
    ? subjectOfChange(change, base)
    : { data: base?.data ?? null, base, change: null };
}

function subjectOfChange(change: ChangeOf<'release'>, base: ReleaseContent | null): Subject {
  const { id, version, changeType, row } = change;
  return {
    data: (row.data as Json | null) ?? base?.data ?? null,
    base,
    change: { storage: 'whole', id, version, isInsert: changeType === 'insert' },
  };
}

/** What is scheduled for the parts of a release is edited as one. */
function subjectOfParts(base: ReleaseContent & { storage: 'split' }): Subject {
  return base.scheduled === null
    ? { data: base.data, base, change: null }
    : { data: base.scheduled, base, change: { storage: 'split', versions: base.scheduledVersions } };
}

/** The same as it is by now. */
export async function reload(api: Api, name: string, storage: Storage, subject: Subject): Promise<Subject> {
  const base = subject.base === null ? null : await fetchContent(api, name, storage);
  if (base?.storage === 'split') {
    return subjectOfParts(base);
  }
  if (subject.change?.storage !== 'whole') {
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
