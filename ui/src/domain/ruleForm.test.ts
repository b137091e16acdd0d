// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { FIELDS, type RuleField, type RuleRow } from './ruleFields';
import { BLANK, changed, formProblems, formWarnings, fromForm, type RuleForm, toForm } from './ruleForm';

const EMPTY = Object.fromEntries(FIELDS.map(({ name }) => [name, null])) as RuleRow;
const FINE: RuleForm = { ...BLANK, product: 'Firefox', channel: 'release', mapping: 'A', priority: '90' };

function problem(field: RuleField, text: string): string | undefined {
  return formProblems({ ...FINE, [field]: text })[field];
}

describe('a form', () => {
  it('gives back the rule that it was filled with', () => {
    const row: RuleRow = {
      ...EMPTY,
      product: 'Firefox',
      jaws: false,
      mig64: true,
      priority: 0,
      mapping: 'A',
    };
    expect(fromForm(toForm(row))).toEqual(row);
  });

  it('drops blanks that mean nothing', () => {
    const row = fromForm({ ...FINE, product: ' Firefox ', locale: 'de, fr', comment: '  ' });
    expect(row).toMatchObject({ product: 'Firefox', locale: 'de,fr', comment: null });
  });

  it('knows which fields are not what they were', () => {
    expect([...changed(FINE, { ...FINE, mapping: 'B', channel: 'release ', jaws: 'no' })]).toEqual([
      'jaws',
      'mapping',
    ]);
  });
});

describe('problems', () => {
  it('are none for a rule that is fine', () => {
    expect(formProblems(FINE)).toEqual({});
  });

  it('are fields that a rule needs', () => {
    expect(Object.keys(formProblems({ ...BLANK, backgroundRate: '', update_type: '' })).sort()).toEqual([
      'backgroundRate',
      'mapping',
      'priority',
      'update_type',
    ]);
  });

  it('are none for what was empty before', () => {
    const before = { ...FINE, mapping: '' };
    expect(formProblems({ ...before, comment: 'x' }, before)).toEqual({});
    expect(formProblems(before, FINE).mapping).toBeDefined();
  });

  it.each<[RuleField, string[], string[]]>([
    ['backgroundRate', ['0', '25', '100'], ['101', '-1', '2.5', 'all']],
    ['priority', ['0', '90', '2147483647'], ['-1', '1.5', 'high', '2147483648']],
    ['alias', ['firefox-release', 'A1'], ['1a', 'a_b', 'a b', '-a', 'a'.repeat(51)]],
    ['buildID', ['20260101000000', '<20260101000000', '>=1'], ['=1', '<', '2026-01-01', '<>1']],
    ['memory', ['2048', '<=2048'], ['2 GB', '<']],
    ['version', ['140.0', '<140.0', '60.*'], ['=140.0', '<128.12.0esr']],
    ['channel', ['release', 'release*', 'nightly-ux'], ['rel*ase', '*', 'r*']],
    ['product', ['Firefox'], ['A product of many letters', 'Füchse']],
    ['comment', ['“Quoted” – plainly'], ['日本', 'x'.repeat(501)]],
  ])('%s', (field, good, bad) => {
    expect(good.filter((text) => problem(field, text) !== undefined)).toEqual([]);
    expect(bad.filter((text) => problem(field, text) === undefined)).toEqual([]);
  });
});

describe('warnings', () => {
  const releases = new Set(['A']);

  it('are about releases that are not there', () => {
    expect(formWarnings({ ...FINE, fallbackMapping: 'B', backgroundRate: '50' }, releases)).toEqual({
      fallbackMapping: expect.stringContaining('no such release'),
    });
    expect(formWarnings({ ...FINE, mapping: 'B' }, null)).toEqual({});
  });

  it('are about what has no effect, or too much', () => {
    expect(formWarnings({ ...FINE, fallbackMapping: 'A' }, releases).fallbackMapping).toContain('no client');
    expect(formWarnings({ ...FINE, product: '', channel: '' }, releases).product).toContain('all clients');
  });
});
