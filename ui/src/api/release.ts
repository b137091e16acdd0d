// SPDX-License-Identifier: MPL-2.0
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../app/session';
import type { Json } from '../domain/jsonMerge';
import type { ReleaseEntry, Storage } from '../domain/releases';
import { type Api, body } from './client';
import type { IntendedChange } from './preflight';
import { useReleaseIndex } from './releaseIndex';
import { identity, useRefresh } from './scheduledChanges';
import type { components } from './schema';

type Blob = components['schemas']['Blob'];
type DataVersions = components['schemas']['DataVersions'];

/** What a release has been read as: its data, and the versions that a change of it is made against. */
export type ReleaseContent = Readonly<
  { data: Json } & (
    | { storage: 'whole'; version: number }
    | {
        storage: 'split';
        versions: DataVersions;
        /** The release once everything is enacted that is scheduled; null where nothing is. */
        scheduled: Json | null;
        /** The versions of the scheduled changes, which an edit of these is made against. */
        scheduledVersions: DataVersions;
      }
  )
>;

/**
 * The data of a release that is stored so.
 *
 * @param scheduled identifies what is scheduled for it, so that its data is read again when that was edited
 */
export function releaseContent(api: Api, name: string, storage: Storage, scheduled: string | null = null) {
  return queryOptions({
    queryKey: ['release', name, storage, scheduled],
    queryFn: () => fetchContent(api, name, storage),
  });
}

/** The data of a release as it is at this moment. */
export function fetchContent(api: Api, name: string, storage: Storage): Promise<ReleaseContent> {
  return storage === 'split' ? splitContent(api, name) : wholeContent(api, name);
}

async function splitContent(api: Api, name: string): Promise<ReleaseContent> {
  const release = body(await api.GET('/v2/releases/{name}', { params: { path: { name } } }));
  // Where they differ, "sc_blob" still has what the scheduled changes remove.
  const scheduled = release.sc_outcome ?? release.sc_blob;
  return {
    storage: 'split',
    data: release.blob as Json,
    versions: release.data_versions,
    scheduled: scheduled === undefined || Object.keys(scheduled).length === 0 ? null : (scheduled as Json),
    scheduledVersions: release.sc_data_versions ?? {},
  };
}

async function wholeContent(api: Api, name: string): Promise<ReleaseContent> {
  const answer = await api.GET('/releases/{release}', { params: { path: { release: name } } });
  const version = Number(answer.response.headers.get('X-Data-Version'));
  return { storage: 'whole', data: body(answer) as Json, version };
}

/** All that is known of one release. Null stands for what does not exist; undefined for what is not known yet. */
export function useRelease(name: string) {
  const api = useApi();
  const list = useReleaseIndex();
  // Where both are there, clients get the one that is stored in parts.
  const same = list.index.entries.filter((release) => release.name === name);
  const entry: ReleaseEntry | undefined = same.find(({ storage }) => storage === 'split') ?? same[0];
  const isThere = entry !== undefined && entry.dataVersion !== null;
  const content = useQuery({
    ...releaseContent(api, name, entry?.storage ?? 'split', entry?.change ? identity(entry.change) : null),
    enabled: isThere,
    // What is typed into an editor must not go because something is scheduled, signed or enacted meanwhile.
    placeholderData: (previous, query) => (query?.queryKey[1] === name ? previous : undefined),
  });
  const unknown = list.isPending ? undefined : null;
  return {
    entry: entry ?? unknown,
    content: isThere ? content.data : unknown,
    products: list.index.products,
    error: content.error ?? list.error,
    retry: () => Promise.all([content.refetch(), list.retry()]),
  };
}

/** The version of the release itself, apart from its parts. */
export function baseVersion(content: ReleaseContent): number {
  return content.storage === 'whole' ? content.version : Number(content.versions['.']);
}

/** A scheduled change that is edited, and the versions that the edit is made against. */
export type EditedChange =
  | Readonly<{ storage: 'whole'; id: number; version: number; isInsert: boolean }>
  | Readonly<{ storage: 'split'; versions: DataVersions }>;

/** What becomes of a release: all of its data. */
export type ReleaseSave = Readonly<{
  name: string;
  product: string | null;
  storage: Storage;
  /** JSON. */
  text: string;
  /** What was read before; null for a release that is added. */
  base: ReleaseContent | null;
  /** The scheduled change that this is an edit of; null for none. */
  change: EditedChange | null;
  /** Milliseconds since 1970; null for at once. */
  when: number | null;
}>;

/** The same as a question to the server: what it would take. */
export function intendedSave({
  name,
  product,
  storage,
  base,
  text,
}: Omit<ReleaseSave, 'when'>): IntendedChange {
  const data = storage === 'split' ? { blob: JSON.parse(text) } : { data: text };
  const versions =
    base === null
      ? {}
      : base.storage === 'split'
        ? { old_data_versions: base.versions }
        : { data_version: base.version };
  return {
    kind: 'release',
    change_type: base === null ? 'insert' : 'update',
    row: { name, product, ...data, ...versions },
  };
}

/** Saves a release, now or at a time. Everything is read again afterwards. */
export function useSaveRelease() {
  const api = useApi();
  const refresh = useRefresh();
  return useMutation({ mutationFn: (save: ReleaseSave) => saveRelease(api, save), onSuccess: refresh });
}

async function saveRelease(api: Api, save: ReleaseSave): Promise<void> {
  if (save.storage === 'split') {
    await saveSplit(api, save);
  } else if (save.change?.storage === 'whole') {
    await replaceChange(api, save, save.change);
  } else if (save.when !== null) {
    await schedule(api, save, save.when);
  } else {
    await saveWhole(api, save);
  }
}

async function saveSplit(api: Api, save: ReleaseSave): Promise<void> {
  await api.PUT('/v2/releases/{name}', { params: { path: { name: save.name } }, body: splitBody(save) });
}

/** The request that saves a release that is stored in parts, or edits what is scheduled for it. */
export function splitBody({
  product,
  text,
  base,
  change,
  when,
}: Omit<ReleaseSave, 'name' | 'storage'>): components['schemas']['NewSplitRelease'] {
  return {
    blob: JSON.parse(text) as Blob,
    ...(base?.storage === 'split' ? { old_data_versions: base.versions as Blob } : {}),
    ...(change?.storage === 'split' ? { old_sc_data_versions: change.versions as Blob } : {}),
    ...(product === null ? {} : { product }),
    ...(when === null ? {} : { when }),
  };
}

async function saveWhole(api: Api, { name, product, text, base }: ReleaseSave): Promise<void> {
  const release = { name, product: product ?? '', blob: text };
  if (base?.storage === 'whole') {
    await api.PUT('/releases/{release}', {
      params: { path: { release: name } },
      body: { ...release, data_version: base.version },
    });
  } else {
    await api.POST('/releases', { body: release, parseAs: 'text' });
  }
}

async function schedule(api: Api, { name, product, text, base }: ReleaseSave, when: number): Promise<void> {
  await api.POST('/scheduled_changes/releases', {
    body: {
      change_type: base === null ? 'insert' : 'update',
      name,
      ...(product === null ? {} : { product }),
      data: text,
      ...(base?.storage === 'whole' ? { data_version: base.version } : {}),
      when,
    },
  });
}

async function replaceChange(
  api: Api,
  { name, product, text, base, when }: ReleaseSave,
  change: EditedChange & { storage: 'whole' },
): Promise<void> {
  await api.POST('/scheduled_changes/releases/{sc_id}', {
    params: { path: { sc_id: change.id } },
    body: {
      sc_data_version: change.version,
      data: text,
      when,
      ...(change.isInsert
        ? { name, ...(product === null ? {} : { product }) }
        : { data_version: base?.storage === 'whole' ? base.version : null }),
    },
  });
}

/** What can be done with a release beside changing its data. Everything is read again afterwards. */
export function useReleaseActions(name: string, content: ReleaseContent | null) {
  const api = useApi();
  const refresh = useRefresh();
  const queries = useQueryClient();
  return {
    setReadOnly: useMutation({
      mutationFn: ({ readOnly, when }: { readOnly: boolean; when: number | null }) =>
        setReadOnly(api, name, content, readOnly, when),
      onSuccess: refresh,
    }),
    /** Takes it away; whoever shows it has to leave before it is forgotten. */
    remove: useMutation({ mutationFn: () => remove(api, name, content) }),
    forget: async () => {
      queries.removeQueries({ queryKey: ['release', name] });
      await refresh();
    },
    pin: useMutation({
      mutationFn: (pin: Pin) =>
        api.PUT('/v2/releases/{name}/pinnable', { params: { path: { name } }, body: pin }),
      onSuccess: refresh,
    }),
    /** Drops everything that was read as scheduled for the parts of a release, by setting it to what it is. */
    keep: useMutation({ mutationFn: () => keep(api, name, content), onSuccess: refresh }),
  };
}

/** Which clients get a release that insist on a version. */
export type Pin = Readonly<{ product: string; channel: string; version: string; when?: number }>;

async function setReadOnly(
  api: Api,
  name: string,
  content: ReleaseContent | null,
  readOnly: boolean,
  when: number | null,
): Promise<void> {
  const version = content === null ? 0 : baseVersion(content);
  if (content?.storage === 'split') {
    await api.PUT('/v2/releases/{name}/read_only', {
      params: { path: { name } },
      body: { read_only: readOnly, old_data_version: version },
    });
  } else if (when !== null) {
    await api.POST('/scheduled_changes/releases', {
      body: { change_type: 'update', name, read_only: readOnly, data_version: version, when },
    });
  } else {
    await api.PUT('/releases/{release}/read_only', {
      params: { path: { release: name } },
      body: { read_only: readOnly, data_version: version },
      parseAs: 'text',
    });
  }
}

async function remove(api: Api, name: string, content: ReleaseContent | null): Promise<void> {
  if (content?.storage === 'whole') {
    await api.DELETE('/releases/{release}', {
      params: { path: { release: name }, query: { data_version: content.version } },
      parseAs: 'text',
    });
  } else {
    await api.DELETE('/v2/releases/{name}', { params: { path: { name } }, parseAs: 'text' });
  }
}

async function keep(api: Api, name: string, content: ReleaseContent | null): Promise<void> {
  if (content?.storage === 'split') {
    await api.PUT('/v2/releases/{name}', {
      params: { path: { name } },
      body: {
        blob: content.data as Blob,
        old_data_versions: content.versions as Blob,
        old_sc_data_versions: content.scheduledVersions as Blob,
      },
    });
  }
}

/** The signoffs that it takes to make a release writable again which is stored whole. */
export function readOnlySignoffs(api: Api, name: string) {
  return queryOptions({
    queryKey: ['release', name, 'read-only signoffs'],
    queryFn: async () =>
      body(
        await api.GET('/releases/{release}/read_only/product/required_signoffs', {
          params: { path: { release: name } },
        }),
      ).required_signoffs,
  });
}
