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
 * What each revision changed, by comparing neighbors.
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

/** A rule that was added, changed or deleted since a moment. */
export type RuleSince = Readonly<{
  id: number;
  kind: 'added' | 'changed' | 'deleted';
  changes: readonly FieldChange[];
}>;

/** Returns the rules that differ between a past moment and now, by their numbers. */
export function rulesSince<R extends RuleRow & Readonly<{ rule_id: number }>>(
  then: readonly R[],
  now: readonly R[],
): RuleSince[] {
  const before = new Map(then.map((rule) => [rule.rule_id, rule]));
  const after = new Map(now.map((rule) => [rule.rule_id, rule]));
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort((a, b) => a - b)
    .map((id): RuleSince => {
      const [old, current] = [before.get(id) ?? null, after.get(id) ?? null];
      const kind = old === null ? 'added' : current === null ? 'deleted' : 'changed';
      return { id, kind, changes: ruleDiff(old, current) };
    })
    .filter(({ changes }) => changes.length > 0);
}
