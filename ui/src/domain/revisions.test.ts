// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { revisionChanges } from './revisions';
import { FIELDS, type RuleRow } from './ruleFields';

const EMPTY = Object.fromEntries(FIELDS.map(({ name }) => [name, null])) as RuleRow;
const REVISIONS = [
  { ...EMPTY, mapping: 'B', priority: 9 },
  { ...EMPTY, mapping: 'A', priority: 9 },
];

describe('the history of a rule', () => {
  it('says what each revision changed', () => {
    const [latest, first] = revisionChanges(REVISIONS, 2);
    expect(latest?.diff).toEqual([{ field: 'Release (mapping)', before: 'A', after: 'B' }]);
    expect(first?.isFirst).toBe(true);
    expect(first?.diff).toHaveLength(2);
  });

  it('does not pretend to know what came before those that are shown', () => {
    expect(revisionChanges(REVISIONS, 3)[1]).toMatchObject({ diff: null, isFirst: false });
  });
});
