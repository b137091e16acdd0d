// SPDX-License-Identifier: MPL-2.0
import type { Shutoff } from '../api/shutoffs';
import { historyKind, permanentPlace, place, type ScheduledChange, title } from './changes';
import { conditionText, isStuck, phase } from './condition';
import type { Account } from './permissions';
import { rolesToSign } from './signoffs';

/** Something that a user is notified of by the browser. */
export type News = Readonly<{
  /** The same in all tabs, so that it is shown once. */
  tag: string;
  title: string;
  body: string;
  /** Path of the view to open. */
  path: string;
}>;

/** What a page knows at one moment. */
export type Known = Readonly<{ changes: readonly ScheduledChange[]; shutoffs: readonly Shutoff[] }>;

/** Returns what a user is notified of in a state: changes that need them, and changes of theirs that are late. */
export function newsOf({ changes, shutoffs }: Known, account: Account, now: number): News[] {
  return [
    ...changes.flatMap((change) => changeNews(change, account, now)),
    ...shutoffs.map(({ product, channel, data_version: version }) => ({
      tag: `shutoff ${product} ${channel} ${version}`,
      title: `Updates shut off: ${product} ${channel}`,
      body: 'Clients get no updates until the emergency shutoff is removed.',
      path: '/shutoffs',
    })),
  ];
}

function changeNews(change: ScheduledChange, account: Account, now: number): News[] {
  const about = (what: string, heading: string): News => ({
    tag: `${what} ${change.kind} ${change.id} ${revision(change)}`,
    title: `${heading}: ${title(change)}`,
    body: conditionText(change, now),
    path: place(change),
  });
  if (rolesToSign(account, change.required, change.signoffs).length > 0) {
    return [about('signoff', 'Needs your signoff')];
  }
  if (account.username === null || !change.scheduledBy.split(', ').includes(account.username)) {
    return [];
  }
  if (phase(change, now) === 'overdue') {
    return [about('overdue', 'Overdue')];
  }
  return isStuck(change, now) ? [about('failed', 'Not applied')] : [];
}

/** The version of a change; of a release that is stored in parts, those of all parts. */
function revision(change: ScheduledChange): string {
  return change.kind === 'splitRelease'
    ? change.row.parts.map(({ sc_id: id, sc_data_version: version }) => `${id}.${version}`).join(' ')
    : String(change.version);
}

/** Returns the news that a change was applied. */
export function appliedNews(change: ScheduledChange): News {
  return {
    tag: `applied ${change.kind} ${change.id}`,
    title: `Applied: ${title(change)}`,
    body: 'Your scheduled change was applied.',
    path: permanentPlace(historyKind(change), change.id),
  };
}

/** Returns the news of shutoffs that were removed. */
export function resumedNews(before: readonly Shutoff[], after: readonly Shutoff[]): News[] {
  return before
    .filter(
      (one) => !after.some(({ product, channel }) => product === one.product && channel === one.channel),
    )
    .map(({ product, channel, data_version: version }) => ({
      tag: `resumed ${product} ${channel} ${version}`,
      title: `Updates resumed: ${product} ${channel}`,
      body: 'The emergency shutoff was removed.',
      path: '/shutoffs',
    }));
}
