// SPDX-License-Identifier: MPL-2.0
import { type Account, may, type Verdict } from './permissions';
import type { ReleaseEntry } from './releases';

/** Whether somebody may change the data of a release, or the change that is scheduled for it. */
export function mayEdit(account: Account, release: ReleaseEntry): Verdict {
  const { change, dataVersion, product, readOnly, storage } = release;
  if (change?.changeType === 'delete') {
    return no('Its deletion is scheduled.');
  }
  if (readOnly) {
    return no(
      change === null
        ? 'It is read-only. Make it writable first.'
        : 'It is read-only until the scheduled change is applied.',
    );
  }
  if (storage === 'split' && change !== null && (dataVersion === null || change.row.read_only !== null)) {
    return no('What is scheduled for it is not its data. Cancel that first, or wait until it is applied.');
  }
  return may(account, 'release', change?.changeType === 'insert' ? 'create' : 'modify', product);
}

/** Whether somebody may delete a release. */
export function mayDelete(account: Account, release: ReleaseEntry): Verdict {
  if (release.rules.length > 0) {
    const ids = release.rules.map(({ id }) => id).join(', ');
    return no(`Rules map to it: ${ids}. Clients would get nothing from them. Change or delete these first.`);
  }
  if (release.readOnly) {
    return no('It is read-only. Make it writable first.');
  }
  if (release.storage === 'whole' && release.change !== null) {
    return no('A change of it is scheduled. Cancel that first.');
  }
  return may(account, 'release', 'delete', release.product);
}

/** Whether somebody may make a release read-only, or writable again. */
export function mayToggleReadOnly(account: Account, release: ReleaseEntry): Verdict {
  if (release.change !== null) {
    return no('A change of it is scheduled. Cancel that first, or wait until it is applied.');
  }
  return may(account, 'release_read_only', release.readOnly ? 'unset' : 'set', release.product);
}

function no(reason: string): Verdict {
  return { allowed: false, reason };
}
