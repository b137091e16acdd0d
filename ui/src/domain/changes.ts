// SPDX-License-Identifier: MPL-2.0
import type { SplitRelease } from '../api/releases';
import type { components } from '../api/schema';
import type { IneffectiveSignoff, RequiredSignoffs, Signoffs } from './signoffs';

type Schemas = components['schemas'];

/** The rows that changes can be scheduled for, each as its part of the API lists them. */
type Rows = {
  rule: Schemas['RuleChange'];
  release: Schemas['ReleaseChange'];
  splitRelease: SplitReleaseRow;
  permission: Schemas['PermissionChange'];
  userRole: Schemas['UserRoleChange'];
  productSignoff: Schemas['ProductSignoffChange'];
  permissionSignoff: Schemas['PermissionSignoffChange'];
  shutoff: Schemas['ShutoffChange'];
  pin: Schemas['PinChange'];
};

/** A release of which parts change. They are signed off and enacted together. */
type SplitReleaseRow = Readonly<{
  name: string;
  product: string | null;
  /** Whether it shall be read-only; null where that stays. */
  read_only: boolean | null;
  parts: readonly SplitRelease['scheduled_changes'][number][];
}>;

type ChangeKind = keyof Rows;

/** A scheduled change of one kind. */
export type ChangeOf<K extends ChangeKind> = Readonly<{
  kind: K;
  id: number;
  version: number;
  /** The digest of the outcome, which signoffs are given for; null where the server sends none, or one for each part. */
  digest: string | null;
  changeType: 'insert' | 'update' | 'delete';
  /** Milliseconds since 1970; null where it waits for clients to take up an update. */
  when: number | null;
  scheduledBy: string;
  /** The signoffs that count. */
  signoffs: Signoffs;
  /** Signoffs that were given and do not count. */
  ineffective: readonly IneffectiveSignoff[];
  /** Users whose signoff counts, but was bound to the outcome when the server first saw it. */
  unbound: readonly string[];
  required: RequiredSignoffs;
  /** Whether it has been applied. */
  complete: boolean;
  /** What the row shall be. */
  row: Rows[K];
}>;

/** A scheduled change of any kind: {@code kind} tells which. */
export type ScheduledChange = { [K in ChangeKind]: ChangeOf<K> }[ChangeKind];

/** Returns what a scheduled change is about, such as “Rule 12 · Firefox release” or “Delete rule 20”. */
export function title(change: ScheduledChange): string {
  const { changeType } = change;
  switch (change.kind) {
    case 'rule': {
      const { rule_id: id, product, channel } = change.row;
      if (changeType === 'delete') {
        // The row of a deletion has no fields: whom the rule is for is told by the rule itself.
        return `Delete rule ${id}`;
      }
      const audience = `${product || 'all products'} ${channel || 'all channels'}`;
      return `${id === null ? 'New rule' : `Rule ${id}`} · ${audience}`;
    }
    case 'release':
    case 'splitRelease':
      return `${{ insert: 'New release', update: 'Release', delete: 'Delete release' }[changeType]} ${change.row.name}`;
    case 'permission':
      return `${{ insert: 'Grant', update: 'Change', delete: 'Revoke' }[changeType]} permission ${change.row.permission} · ${change.row.username}`;
    case 'userRole':
      return `${changeType === 'delete' ? 'Revoke' : 'Grant'} role ${change.row.role} · ${change.row.username}`;
    case 'productSignoff':
      return `Required signoffs of ${change.row.role} · ${change.row.product} ${change.row.channel}`;
    case 'permissionSignoff':
      return `Required signoffs of ${change.row.role} · permissions of ${change.row.product}`;
    case 'shutoff':
      return `Resume updates · ${change.row.product} ${change.row.channel}`;
    case 'pin':
      return `${changeType === 'delete' ? 'Remove pin' : 'Pin'} ${change.row.product} ${change.row.channel} ${change.row.version}`;
  }
}

/** The kinds of scheduled changes by the names that history has for them, which stand in the addresses of changes. */
const PATH_KINDS = {
  rule: 'rule',
  release: 'release',
  splitRelease: 'release',
  permission: 'permission',
  userRole: 'user_role',
  productSignoff: 'product_required_signoff',
  permissionSignoff: 'permission_required_signoff',
  shutoff: 'emergency_shutoff',
  pin: 'pin',
} as const satisfies Record<ScheduledChange['kind'], string>;

/** Returns the kind of a change as history names it. */
export function historyKind({ kind }: ScheduledChange): (typeof PATH_KINDS)[keyof typeof PATH_KINDS] {
  return PATH_KINDS[kind];
}

/** Returns the permanent address of a change, which stays after it was applied or cancelled. */
export function permanentPlace(kind: string, id: number): string {
  return kind === 'rule' ? `/rules/changes/${id}` : `/changes/${kind}/${id}`;
}

/** Where a scheduled change is shown. */
export function place(change: ScheduledChange): string {
  switch (change.kind) {
    case 'rule':
      return `/rules/changes/${change.id}`;
    case 'release':
    case 'splitRelease':
      return `/releases/${encodeURIComponent(change.row.name)}`;
    case 'permission':
    case 'userRole':
    case 'productSignoff':
    case 'permissionSignoff':
    case 'shutoff':
    case 'pin':
      return permanentPlace(historyKind(change), change.id);
  }
}
