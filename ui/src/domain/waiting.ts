// SPDX-License-Identifier: MPL-2.0
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
