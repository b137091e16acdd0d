// SPDX-License-Identifier: MPL-2.0

import type { ChangeDetails } from './changeDetails';
import type { ScheduledChange } from './changes';
import type { Account } from './permissions';
import { rolesToSign } from './signoffs';

/** Changes that can be signed off together in one role. */
export type SignGroup = Readonly<{ role: string; changes: readonly ScheduledChange[] }>;

/** Returns the roles in which the account can sign off several of the changes, with these. */
export function signGroups(changes: readonly ScheduledChange[], account: Account): SignGroup[] {
  const groups = new Map<string, ScheduledChange[]>();
  for (const change of changes) {
    for (const role of rolesToSign(account, change.required, change.signoffs)) {
      groups.set(role, [...(groups.get(role) ?? []), change]);
    }
  }
  return [...groups]
    .map(([role, ofRole]) => ({ role, changes: ofRole }))
    .filter(({ changes: ofRole }) => ofRole.length > 1);
}

/** A change with more values than these is not shown in full, and is signed off by itself. */
export const MANY_VALUES = 20;

/** Returns whether a change is shown in full, so that it can be signed off together with others. */
export function isShownInFull(details: ChangeDetails | undefined): boolean {
  return details !== undefined && details.changes.length <= MANY_VALUES;
}
