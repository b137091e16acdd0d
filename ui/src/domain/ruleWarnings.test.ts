// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import type { Rule } from '../api/rules';
import { FIELDS, type RuleRow } from './ruleFields';
import { ruleWarnings } from './ruleWarnings';

const EMPTY = Object.fromEntries(FIELDS.map(({ name }) => [name, null])) as RuleRow;
const BETA: RuleRow = {
  ...EMPTY,
  product: 'Firefox',
  channel: 'beta*',
  priority: 50,
  mapping: 'Firefox-141.0b2',
};

function rule(id: number, fields: Partial<RuleRow>): Rule {
  return { ...EMPTY, rule_id: id, data_version: 1, ...fields };
}

const RULES = [
  rule(1, { product: 'Devedition', channel: 'aurora*', priority: 90, buildTarget: 'WINNT_x86_64-msvc' }),
  rule(3, { product: 'Firefox', channel: 'beta*', priority: 40, locale: 'ja-JP-mac' }),
];

describe('ruleWarnings', () => {
  it('are none for a sound rule', () => {
    expect(ruleWarnings(BETA, null, RULES, ['ja-JP-mac'])).toEqual({});
  });

  it('name the product whose release it is', () => {
    const row = { ...BETA, mapping: 'Devedition-141.0b2-build1' };
    expect(ruleWarnings(row, null, RULES, []).mapping).toBe(
      'This is a release of Devedition, and the rule is for Firefox.',
    );
  });

  it('tell that a rule never applies, because another one matches its clients first', () => {
    const hiding = rule(9, { product: 'Firefox', channel: 'beta*', priority: 60 });
    expect(ruleWarnings(BETA, null, [hiding], []).priority).toMatch(/^Never applies: rule 9 \(priority 60\)/);
    expect(ruleWarnings({ ...BETA, locale: 'de' }, null, [hiding], []).priority).toMatch(/^Never applies/);
    expect(ruleWarnings(BETA, null, [{ ...hiding, locale: 'de' }], []).priority).toBeUndefined();
    expect(ruleWarnings(BETA, 9, [hiding], []).priority).toBeUndefined();
  });

  it('tell of a rule with the same conditions and priority', () => {
    const twin = rule(9, { product: 'Firefox', channel: 'beta*', priority: 50 });
    expect(ruleWarnings(BETA, null, [twin], []).priority).toMatch(/^Rule 9 has the same conditions/);
  });

  it('doubt unknown locales and build targets', () => {
    const row = { ...BETA, locale: 'de,xx-not-a-locale', buildTarget: 'Windows' };
    const warnings = ruleWarnings(row, null, RULES, []);
    expect(warnings.locale).toBe('Unknown locale: xx-not-a-locale');
    expect(warnings.buildTarget).toMatch(/^No other rule has this build target/);
  });
});
