// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import type { Rule } from '../api/rules';
import type { ChangeOf } from './changes';
import type { Account } from './permissions';
import { FIELDS, type RuleRow } from './ruleFields';
import { filterRules, NO_RULE_FILTER, readRuleFilter, ruleIndex, writeRuleFilter } from './rules';

const EMPTY = Object.fromEntries(FIELDS.map(({ name }) => [name, null])) as RuleRow;
const ADA: Account = { username: 'ada@example.com', known: true, permissions: {}, roles: ['releng'] };

function rule(id: number, fields: Partial<RuleRow>): Rule {
  return { ...EMPTY, rule_id: id, data_version: 1, ...fields };
}

function change(
  id: number,
  of: number | null,
  fields: Partial<ChangeOf<'rule'>>,
  row: Partial<RuleRow> = {},
) {
  return {
    kind: 'rule',
    id,
    version: 1,
    changeType: of === null ? 'insert' : 'update',
    when: 1,
    scheduledBy: 'bob@example.com',
    signoffs: {},
    required: {},
    row: { ...EMPTY, rule_id: of, ...row },
    ...fields,
  } as ChangeOf<'rule'>;
}

const RULES = [
  rule(1, { priority: 90, product: 'Firefox', channel: 'release*', mapping: 'Firefox-140', locale: 'de' }),
  rule(2, { priority: 100, product: 'Firefox', channel: 'beta', mapping: 'Firefox-141b1' }),
  rule(3, { priority: 50, product: 'Thunderbird', channel: 'release', comment: 'Until the fix is out' }),
  rule(4, { priority: 10, mapping: 'No-update' }),
];
const CHANGES = [
  change(
    7,
    1,
    { required: { releng: 1 } },
    { product: 'Firefox', channel: 'release', mapping: 'Firefox-142' },
  ),
  change(8, null, { required: { relman: 1 } }, { priority: 95, product: 'Thunderbird', channel: 'beta' }),
  change(9, 3, { changeType: 'delete' }),
];
const INDEX = ruleIndex(RULES, CHANGES);

function keys(filter: Partial<typeof NO_RULE_FILTER>): string[] {
  return filterRules(INDEX, { ...NO_RULE_FILTER, ...filter }, ADA).map(({ key }) => key);
}

describe('the list of rules', () => {
  it('has those that are to be added among the others, at their priority', () => {
    expect(keys({})).toEqual(['rule-2', 'change-8', 'rule-1', 'rule-3', 'rule-4']);
  });

  it('knows what is scheduled for each', () => {
    expect(INDEX.entries.map((entry) => entry.change?.id ?? null)).toEqual([null, 8, 7, 9, null]);
  });

  it('finds words in every field, and in what is scheduled', () => {
    expect(keys({ text: 'fix until' })).toEqual(['rule-3']);
    expect(keys({ text: 'firefox-142' })).toEqual(['rule-1']);
    expect(keys({ text: 'bob@' })).toEqual(['change-8', 'rule-1', 'rule-3']);
    expect(keys({ text: 'firefox tomato' })).toEqual([]);
  });

  it('takes rules for all products and channels for those of each', () => {
    expect(keys({ product: 'Firefox' })).toEqual(['rule-2', 'rule-1', 'rule-4']);
    expect(keys({ channel: 'release-cdntest' })).toEqual(['rule-1', 'rule-4']);
    expect(keys({ product: 'Thunderbird', channel: 'beta' })).toEqual(['change-8', 'rule-4']);
  });

  it('can be narrowed down to what is scheduled, and to whom it waits for', () => {
    expect(keys({ show: 'scheduled' })).toEqual(['change-8', 'rule-1', 'rule-3']);
    expect(keys({ show: 'waiting' })).toEqual(['change-8', 'rule-1']);
    expect(keys({ show: 'mine' })).toEqual(['rule-1']);
  });
});

describe('the filter in the address', () => {
  it('comes back as it was', () => {
    const filter = { text: 'a b', product: 'Firefox', channel: 'release*', show: 'mine' } as const;
    expect(readRuleFilter(writeRuleFilter(filter, new URLSearchParams()))).toEqual(filter);
  });

  it('leaves what else the address says', () => {
    expect(writeRuleFilter(NO_RULE_FILTER, new URLSearchParams('q=x&time=5')).toString()).toBe('time=5');
  });

  it('is not confused by what it does not know', () => {
    expect(readRuleFilter(new URLSearchParams('only=all'))).toEqual(NO_RULE_FILTER);
  });
});

describe('what is shown is found', () => {
  const shown = ruleIndex(
    [
      rule(4, { product: 'Firefox', buildTarget: 'WINNT_x86-msvc', backgroundRate: 25, mapping: 'A' }),
      rule(40, { product: 'Firefox', locale: 'fa', jaws: true, backgroundRate: 100 }),
    ],
    [],
  );

  it.each([
    ['Windows 32-bit', [4]],
    ['persian', [40]],
    ['jaws', [40]],
    ['no update', []],
    ['"offers nothing"', [40]],
    ['25 %', [4]],
    ['25%', [4]],
    ['rule 4', [4]],
    ['locale:fa', [40]],
    ['locale:de', []],
    ['"offers a"', [4]],
  ])('by “%s”', (text, ids) => {
    const found = filterRules(shown, { ...NO_RULE_FILTER, text }, ADA);
    expect(found.map(({ rule: one }) => one?.rule_id)).toEqual(ids);
  });
});
