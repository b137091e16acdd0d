// SPDX-License-Identifier: MPL-2.0
import type { ScheduledChange } from '../api/scheduledChanges';

const VERBS = { insert: 'Add', update: 'Change', delete: 'Delete' } as const;

/** What a scheduled change does, as a short phrase such as “Change rule 12 (Firefox release)”. */
export function title(change: ScheduledChange): string {
  const verb = VERBS[change.changeType];
  switch (change.kind) {
    case 'rule': {
      const { rule_id: id, product, channel } = change.row;
      if (change.changeType === 'delete') {
        // It does not say what the rule is for: that would read as if it were for everything.
        return `${verb} rule ${id}`;
      }
      const of = [product ?? 'all products', channel ?? 'all channels'].join(' ');
      return id === null ? `${verb} a rule (${of})` : `${verb} rule ${id} (${of})`;
    }
    case 'release':
      return `${verb} release ${change.row.name}`;
    case 'splitRelease':
      return `${verb} release ${change.row.name}`;
    case 'permission':
      return `${verb} permission ${change.row.permission} of ${change.row.username}`;
    case 'productSignoff':
      return `${verb} required signoffs of ${change.row.role} for ${change.row.product} ${change.row.channel}`;
    case 'permissionSignoff':
      return `${verb} required signoffs of ${change.row.role} for permissions of ${change.row.product}`;
    case 'shutoff':
      return `Enable updates again: ${change.row.product} ${change.row.channel}`;
    case 'pin':
      return `${verb} pin ${change.row.product} ${change.row.channel} ${change.row.version}`;
  }
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
      return `/users/${encodeURIComponent(change.row.username)}`;
    case 'productSignoff':
    case 'permissionSignoff':
      return '/required-signoffs';
    case 'shutoff':
      return '/shutoffs';
    case 'pin':
      return '/pins';
  }
}
