// SPDX-License-Identifier: MPL-2.0

import type { components } from '../api/schema';
import { historyKind, type ScheduledChange } from './changes';
import { type Account, may, type Verdict } from './permissions';

/** A comment on a scheduled change. */
export type Comment = components['schemas']['ChangeComment'];

export type CommentedKind = components['schemas']['CommentedKind'];

/** A scheduled change as comments name it. */
export type Commented = Readonly<{ kind: CommentedKind; id: number }>;

/** Length of the longest comment, in characters. */
export const LONGEST_COMMENT = 4000;

/** Returns the scheduled changes that a change consists of: of a release that is stored in parts, one for each part. */
export function commentedParts(change: ScheduledChange): (Commented & Readonly<{ version: number }>)[] {
  return change.kind === 'splitRelease'
    ? change.row.parts.map((part) => ({
        kind: part.path ? 'release_asset' : 'release_base',
        id: part.sc_id,
        version: part.sc_data_version,
      }))
    : [{ kind: historyKind(change), id: change.id, version: change.version }];
}

/** Returns the part of a change that new comments are for: the base of a release that is stored in parts, if it changes. */
export function commentedPart(change: ScheduledChange): Commented & Readonly<{ version: number }> {
  const parts = commentedParts(change);
  const part = parts.find(({ kind }) => kind !== 'release_asset') ?? parts[0];
  if (part === undefined) {
    throw new Error('a scheduled change has at least one part');
  }
  return part;
}

/** Returns the comments on any of several scheduled changes, the earliest first. */
export function commentsOn(comments: readonly Comment[], parts: readonly Commented[]): Comment[] {
  return comments
    .filter((comment) => parts.some(({ kind, id }) => comment.kind === kind && comment.sc_id === id))
    .sort((a, b) => a.created - b.created || a.comment_number - b.comment_number);
}

/** Returns who requests changes, as “A requests changes” or “A and B request changes”; null where nobody does. */
export function requestText(comments: readonly Comment[]): string | null {
  const users = [...new Set(comments.filter(({ blocks }) => blocks).map(({ username }) => username))];
  switch (users.length) {
    case 0:
      return null;
    case 1:
      return `${users[0]} requests changes`;
    default:
      return `${users.slice(0, -1).join(', ')} and ${users.at(-1)} request changes`;
  }
}

/** Returns what has become of a comment; null where it still stands as it was written. */
export function aftermath({
  username,
  outdated,
  resolved_by: by,
  sc_data_version: version,
}: Comment): string | null {
  if (by !== null) {
    return by === username ? 'Withdrawn' : `Dismissed by ${by}`;
  }
  return outdated ? `For version ${version}, edited since` : null;
}

/** Returns whether a request for changes can still be withdrawn or dismissed. */
export function isOpenRequest({ requests_changes: requests, resolved_by: by, outdated }: Comment): boolean {
  return requests && by === null && !outdated;
}

/** Returns whether an account may dismiss requests for changes by others. */
export function mayDismiss(account: Account, change: ScheduledChange): Verdict {
  const product = 'product' in change.row ? change.row.product : null;
  const verdict = may(account, 'admin', 'modify', product);
  // A scheduled deletion does not tell the product, which the server knows.
  return change.changeType === 'delete' && !product && account.permissions.admin !== undefined
    ? { allowed: true }
    : verdict;
}

/** Returns the kind of commented changes for a table, with which the ids of events begin; null for none. */
export function kindOfTable(id: string, kind: string): CommentedKind | null {
  switch (id.split('.')[0]) {
    case 'releases_json':
      return 'release_base';
    case 'release_assets':
      return 'release_asset';
    default:
      return kind === 'expectation' ? null : (kind as CommentedKind);
  }
}
