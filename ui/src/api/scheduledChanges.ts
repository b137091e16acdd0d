// SPDX-License-Identifier: MPL-2.0
import { queryOptions, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { notify } from '../app/notices';
import { useApi } from '../app/session';
import { type ChangeOf, type ScheduledChange, title } from '../domain/changes';
import { serverNow } from '../domain/clock';
import { lastResult } from '../domain/lastResult';
import { restingPoll } from '../domain/polling';
import { ineffectiveOfAll, isComplete, signoffsOfAll } from '../domain/signoffs';
import { counted } from '../domain/text';
import { type Api, body } from './client';
import { type SplitRelease, splitReleases } from './releases';
import type { components } from './schema';

type Schemas = components['schemas'];

/** Those that have addresses of their own. The parts of a release are signed off and enacted together. */
const PATHS = {
  rule: '/scheduled_changes/rules',
  release: '/scheduled_changes/releases',
  permission: '/scheduled_changes/permissions',
  userRole: '/scheduled_changes/user_roles',
  productSignoff: '/scheduled_changes/required_signoffs/product',
  permissionSignoff: '/scheduled_changes/required_signoffs/permissions',
  shutoff: '/scheduled_changes/emergency_shutoff',
  pin: '/scheduled_changes/pinnable_releases',
} as const;

const KINDS = [
  'rule',
  'release',
  'permission',
  'userRole',
  'productSignoff',
  'permissionSignoff',
  'shutoff',
  'pin',
] as const;

type ListedKind = (typeof KINDS)[number];

const FETCHERS: { [K in ListedKind]: (api: Api) => Promise<ChangeOf<K>[]> } = {
  rule: async (api) => body(await api.GET(PATHS.rule)).scheduled_changes.map((row) => of('rule', row)),
  release: async (api) =>
    body(await api.GET(PATHS.release)).scheduled_changes.map((row) => of('release', row)),
  permission: async (api) =>
    body(await api.GET(PATHS.permission)).scheduled_changes.map((row) => of('permission', row)),
  userRole: async (api) =>
    body(await api.GET(PATHS.userRole)).scheduled_changes.map((row) => of('userRole', row)),
  productSignoff: async (api) =>
    body(await api.GET(PATHS.productSignoff)).scheduled_changes.map((row) => of('productSignoff', row)),
  permissionSignoff: async (api) =>
    body(await api.GET(PATHS.permissionSignoff)).scheduled_changes.map((row) => of('permissionSignoff', row)),
  shutoff: async (api) =>
    body(await api.GET(PATHS.shutoff)).scheduled_changes.map((row) => of('shutoff', row)),
  pin: async (api) => body(await api.GET(PATHS.pin)).scheduled_changes.map((row) => of('pin', row)),
};

function of<K extends ListedKind>(
  kind: K,
  row: ChangeOf<K>['row'] & Schemas['Scheduling'] & Schemas['SignoffState'],
): ChangeOf<K> {
  return {
    kind,
    id: row.sc_id,
    version: row.sc_data_version,
    digest: row.digest ?? null,
    changeType: row.change_type,
    // What waits for clients to take an update up is stored with a time of zero, or without one.
    when: row.when || null,
    scheduledBy: row.scheduled_by,
    signoffs: row.signoffs,
    ineffective: row.ineffective_signoffs ?? [],
    unbound: row.unbound_signoffs ?? [],
    required: row.required_signoffs,
    complete: row.complete,
    row,
  };
}

/** How often lists are polled while a change is about to be applied, in milliseconds. */
const POLL_FAST = 1_000;
/** How long before its time a change that is signed off is polled fast, in milliseconds. */
const IMMINENT = 10_000;
/** How long after its time it is: then the agent is not running, and nothing is imminent. */
const GIVEN_UP = 300_000;

/** Returns how soon a list of changes is to be read again, in milliseconds. */
export function pollInterval(changes: readonly ScheduledChange[] | undefined, now: number): number {
  const imminent = changes?.some(
    ({ when, required, signoffs }) =>
      when !== null && when - now < IMMINENT && now - when < GIVEN_UP && isComplete(required, signoffs),
  );
  return imminent ? POLL_FAST : restingPoll();
}

function listed<K extends ListedKind>(api: Api, kind: K) {
  return queryOptions({
    queryKey: ['scheduled', kind],
    queryFn: () => FETCHERS[kind](api),
    refetchInterval: ({ state }) =>
      pollInterval(state.data as readonly ScheduledChange[] | undefined, serverNow()),
  });
}

/** Reads what is scheduled of one kind. */
export function fetchChanges<K extends ListedKind>(api: Api, kind: K): Promise<ChangeOf<K>[]> {
  return FETCHERS[kind](api);
}

/** What is scheduled of one kind. */
export function useChangesOf<K extends ListedKind>(kind: K) {
  return useQuery(listed(useApi(), kind));
}

/** One scheduled change of a rule, also one that was applied. */
export function ruleChange(api: Api, id: number) {
  return queryOptions({
    queryKey: ['scheduled', 'rule', id],
    refetchInterval: ({ state }) => (state.data === undefined || state.data.complete ? false : restingPoll()),
    queryFn: async () => {
      const params = { path: { sc_id: id } };
      return of('rule', body(await api.GET('/scheduled_changes/rules/{sc_id}', { params })).scheduled_change);
    },
  });
}

/** What is scheduled for releases that are stored in parts: one change for each release. */
export function useSplitReleaseChanges() {
  const { data, ...query } = useQuery(splitReleases(useApi()));
  return { ...query, data: data && splitReleaseChanges(data) };
}

const splitReleaseChanges = lastResult((releases: readonly SplitRelease[]) =>
  releases.flatMap((release) => splitReleaseChange(release) ?? []),
);

/** All that is scheduled for the parts of a release, as one change; null where nothing is. */
export function splitReleaseChange(release: SplitRelease): ChangeOf<'splitRelease'> | null {
  const parts = release.scheduled_changes;
  const [first] = parts;
  if (first === undefined) {
    return null;
  }
  const base = parts.find(({ path }) => !path);
  const readOnly = base?.read_only ?? release.read_only;
  const becomesWritable = release.read_only === true && readOnly === false;
  const ofRules = release.required_signoffs;
  return {
    kind: 'splitRelease',
    id: first.sc_id,
    version: first.sc_data_version,
    digest: null,
    changeType:
      release.data_version === null ? 'insert' : base?.change_type === 'delete' ? 'delete' : 'update',
    when: Math.min(...parts.map(({ when }) => when ?? Number.MAX_SAFE_INTEGER)),
    scheduledBy: [...new Set(parts.map((part) => part.scheduled_by))].join(', '),
    signoffs: signoffsOfAll(parts.map(({ signoffs }) => signoffs ?? {})),
    ineffective: ineffectiveOfAll(parts.map((part) => part.ineffective_signoffs ?? [])),
    unbound: [...new Set(parts.flatMap((part) => part.unbound_signoffs ?? []))],
    required:
      becomesWritable && Object.keys(ofRules).length === 0
        ? (release.product_required_signoffs ?? ofRules)
        : ofRules,
    complete: false,
    row: {
      name: release.name,
      product: release.product ?? base?.product ?? null,
      read_only: readOnly === release.read_only ? null : readOnly,
      parts,
    },
  };
}

/** Everything that is scheduled, of all kinds. */
export function useAllChanges(): { changes: ScheduledChange[]; isPending: boolean; error: Error | null } {
  const api = useApi();
  const lists = useQueries({ queries: KINDS.map((kind) => listed(api, kind as ListedKind)) });
  const parts = useSplitReleaseChanges();
  return {
    changes: [...lists.flatMap((list) => (list.data ?? []) as ScheduledChange[]), ...(parts.data ?? [])],
    isPending: lists.some((list) => list.isPending) || parts.isPending,
    error: [...lists, parts].find((list) => list.error)?.error ?? null,
  };
}

/**
 * Identifies the state of a scheduled change that was read: the same text for the same version and outcome. It changes
 * when the change, or a release that it maps to, is edited.
 */
export function identity(change: ScheduledChange): string {
  return change.kind === 'splitRelease'
    ? JSON.stringify(
        change.row.parts.map((part) => [partKey(part), part.sc_data_version, part.digest ?? null]),
      )
    : JSON.stringify([change.id, change.version, change.digest]);
}

/** The name of a part of a release among the digests that are signed: its table and number. */
function partKey({ path, sc_id: id }: ChangeOf<'splitRelease'>['row']['parts'][number]): string {
  return path ? `release_assets/${id}` : `releases_json/${id}`;
}

/** The digests of the parts of a release, as they were read. */
function digests({ row }: ChangeOf<'splitRelease'>): Record<string, string> {
  return Object.fromEntries(
    row.parts.flatMap((part) => (part.digest ? [[partKey(part), part.digest] as const] : [])),
  );
}

/** The state of a change that was read, as requests name it. */
function read({ version, digest }: ScheduledChange) {
  return { sc_data_version: version, ...(digest === null ? {} : { digest }) };
}

/** A signoff: in which role, and the change as the signer read it. */
export type SignoffInput = Readonly<{ role: string; read: ScheduledChange }>;

/** What can be done with a scheduled change. Lists are read again afterwards. */
export function useChangeActions(change: ScheduledChange) {
  const api = useApi();
  const refresh = useRefresh();
  return {
    sign: useMutation({
      mutationFn: ({ role, read }: SignoffInput) => signChange(api, read, role),
      onSuccess: (_answer, { role, read }) =>
        notify(`Signed off as ${role}: ${title(read)}`, {
          label: 'Undo',
          run: () => withdraw(api, read).then(refresh),
        }),
      onSettled: refresh,
    }),
    withdraw: useMutation({
      mutationFn: () => withdraw(api, change),
      onSuccess: () => notify(`Signoff withdrawn: ${title(change)}`),
      onSettled: refresh,
    }),
    enact: useMutation({
      mutationFn: (asRead: ScheduledChange) => enact(api, asRead),
      onSuccess: () => notify(`Applied: ${title(change)}`),
      onSettled: refresh,
    }),
    drop: useMutation({
      mutationFn: () => drop(api, change),
      onSuccess: () => notify(`Cancelled: ${title(change)}`),
      onSettled: refresh,
    }),
  };
}

/** A change that was to be signed off with others, and was not. */
export type Unsigned = Readonly<{ change: ScheduledChange; error: unknown }>;

/**
 * Signs several changes off as they were read, one after the other. What can't be signed, such as a change that was
 * edited meanwhile, keeps none of the others from being signed, and is returned.
 */
export function useSignAll() {
  const api = useApi();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async ({ role, reads }: Readonly<{ role: string; reads: readonly ScheduledChange[] }>) => {
      const signed: ScheduledChange[] = [];
      const unsigned: Unsigned[] = [];
      for (const change of reads) {
        try {
          await signChange(api, change, role);
          signed.push(change);
        } catch (error) {
          unsigned.push({ change, error });
        }
      }
      if (signed.length > 0) {
        notify(`Signed off as ${role}: ${counted(signed.length, 'change')}`, {
          label: 'Undo',
          run: () => Promise.all(signed.map((change) => withdraw(api, change))).then(refresh),
        });
      }
      return unsigned;
    },
    onSettled: refresh,
  });
}

/** Reads everything again that a change may have changed. */
export function useRefresh(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries();
}

/** Signs a change off as it was read. */
export async function signChange(api: Api, change: ScheduledChange, role: string): Promise<void> {
  if (change.kind === 'splitRelease') {
    await api.PUT('/v2/releases/{name}/signoff', {
      params: { path: { name: change.row.name } },
      body: { role, digests: digests(change) },
    });
  } else {
    await api.POST(`${PATHS[change.kind]}/{sc_id}/signoffs`, {
      params: { path: { sc_id: change.id } },
      body: { role, ...read(change) },
    });
  }
}

async function withdraw(api: Api, change: ScheduledChange): Promise<void> {
  if (change.kind === 'splitRelease') {
    await api.DELETE('/v2/releases/{name}/signoff', { params: { path: { name: change.row.name } } });
  } else {
    await api.DELETE(`${PATHS[change.kind]}/{sc_id}/signoffs`, { params: { path: { sc_id: change.id } } });
  }
}

async function enact(api: Api, change: ScheduledChange): Promise<void> {
  if (change.kind === 'splitRelease') {
    await api.POST('/v2/releases/{name}/enact', {
      params: { path: { name: change.row.name } },
      body: { digests: digests(change) },
    });
  } else {
    await api.POST(`${PATHS[change.kind]}/{sc_id}/enact`, {
      params: { path: { sc_id: change.id } },
      body: read(change),
    });
  }
}

async function drop(api: Api, change: ScheduledChange): Promise<void> {
  if (change.kind === 'splitRelease' || change.kind === 'pin') {
    throw new Error('such a change is cancelled by scheduling another one');
  }
  await api.DELETE(`${PATHS[change.kind]}/{sc_id}`, {
    params: { path: { sc_id: change.id }, query: { data_version: change.version } },
  });
}
