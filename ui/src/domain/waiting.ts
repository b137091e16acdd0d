// SPDX-License-Identifier: MPL-2.0
import type { Rule } from '../api/rules';
import { plainChannel } from './board';
import type { ScheduledChange } from './changes';
import type { Account } from './permissions';
import { isComplete, rolesToSign } from './signoffs';

type Waiting = Readonly<{
  /** What the account can sign off. */
  mine: ScheduledChange[];
  /** What should have been made already, but lacks signoffs of others. */
  overdue: ScheduledChange[];
  others: ScheduledChange[];
}>;

/** Sorts out what waits for whom. Each change is in one of the lists. */
export function waiting(changes: readonly ScheduledChange[], account: Account, now: number): Waiting {
  const sorted: Waiting = { mine: [], overdue: [], others: [] };
  for (const change of changes) {
    if (rolesToSign(account, change.required, change.signoffs).length > 0) {
      sorted.mine.push(change);
    } else if (change.when !== null && change.when < now && !isComplete(change.required, change.signoffs)) {
      sorted.overdue.push(change);
    } else {
      sorted.others.push(change);
    }
  }
  return sorted;
}

/** What is due first comes first; what waits for a condition in place of a time comes last. */
export function byUrgency(a: ScheduledChange, b: ScheduledChange): number {
  return (a.when ?? Number.MAX_SAFE_INTEGER) - (b.when ?? Number.MAX_SAFE_INTEGER) || a.id - b.id;
}

/**
 * Returns changes by what they are about: a product and channel such as “Firefox release”, “Releases” or “Permissions”.
 * The largest group comes first.
 *
 * @param rules all rules, which tell the product of a rule that is to be deleted
 */
export function bySubject(
  changes: readonly ScheduledChange[],
  rules: readonly Rule[],
): Map<string, readonly ScheduledChange[]> {
  const groups = new Map<string, ScheduledChange[]>();
  for (const change of changes) {
    const name = subject(change, rules);
    groups.set(name, [...(groups.get(name) ?? []), change]);
  }
  return new Map([...groups].sort(([, a], [, b]) => b.length - a.length));
}

function subject(change: ScheduledChange, rules: readonly Rule[]): string {
  switch (change.kind) {
    case 'rule': {
      const id = change.row.rule_id;
      const { product, channel } =
        change.changeType === 'delete'
          ? (rules.find((rule) => rule.rule_id === id) ?? change.row)
          : change.row;
      return `${product || 'All products'}${channel ? ` ${plainChannel(channel)}` : ''}`;
    }
    case 'productSignoff':
    case 'shutoff':
    case 'pin':
      return `${change.row.product} ${change.row.channel}`;
    case 'release':
    case 'splitRelease':
      return 'Releases';
    case 'permission':
    case 'userRole':
    case 'permissionSignoff':
      return 'Permissions';
  }
}
