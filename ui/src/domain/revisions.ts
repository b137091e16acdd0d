// SPDX-License-Identifier: MPL-2.0
import type { FieldChange } from './diff';
import { type RuleRow, ruleDiff } from './ruleFields';

/** What one revision of a rule changed. */
export type RevisionChange<R> = Readonly<{
  revision: R;
  /** Against the revision before it; null where that is not known yet, and empty where nothing differs. */
  diff: readonly FieldChange[] | null;
  isFirst: boolean;
}>;

/**
 * What each revision changed, by comparing neighbours.
 *
 * @param revisions the latest first
 * @param total how many there are in all; those that are missing are the oldest
 */
export function revisionChanges<R extends RuleRow>(
  revisions: readonly R[],
  total: number,
): RevisionChange<R>[] {
  return revisions.map((revision, i) => {
    const earlier = revisions[i + 1];
    const isFirst = i === total - 1;
    return { revision, isFirst, diff: earlier || isFirst ? ruleDiff(earlier ?? null, revision) : null };
  });
}
