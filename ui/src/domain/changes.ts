// SPDX-License-Identifier: MPL-2.0
import type { ScheduledChange } from '../api/scheduledChanges';

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
