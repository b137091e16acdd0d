// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { revisionChanges, rulesSince } from './revisions';
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

it('tells which rules were added, changed and deleted since', () => {
  const row = (rule_id: number, mapping: string) => ({ ...(REVISIONS[0] as RuleRow), rule_id, mapping });
  const since = rulesSince([row(1, 'A'), row(2, 'B'), row(3, 'C')], [row(1, 'A'), row(2, 'X'), row(4, 'D')]);
  expect(since.map(({ id, kind }) => `${id} ${kind}`)).toEqual(['2 changed', '3 deleted', '4 added']);
});
