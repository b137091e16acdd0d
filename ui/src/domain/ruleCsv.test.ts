// SPDX-License-Identifier: MPL-2.0
import { expect, test } from 'vitest';
import { ruleCsv } from './ruleCsv';

function lines(csv: string): string[] {
  return csv.split('\r\n');
}

test('has a header and one line for each rule', () => {
  const [header, rule, end] = lines(ruleCsv([{ rule_id: 4, product: 'Firefox', backgroundRate: 25 }]));
  const columns = header?.split(',') ?? [];
  const values = rule?.split(',') ?? [];
  expect(columns).toContain('fallbackMapping');
  expect(values).toHaveLength(columns.length);
  expect(values[columns.indexOf('rule_id')]).toBe('4');
  expect(values[columns.indexOf('product')]).toBe('Firefox');
  expect(values[columns.indexOf('backgroundRate')]).toBe('25');
  expect(values[columns.indexOf('channel')]).toBe('');
  expect(end).toBe('');
});

test('quotes commas, quotes and line breaks', () => {
  expect(ruleCsv([{ locale: 'de,fr' }])).toContain(',"de,fr",');
  expect(ruleCsv([{ comment: 'the "big" one\nfor all' }])).toContain(',"the ""big"" one\nfor all",');
});

test('keeps comparisons and disarms formulas', () => {
  expect(ruleCsv([{ version: '<140.0' }])).toContain(',<140.0,');
  expect(ruleCsv([{ comment: '=HYPERLINK("x")' }])).toContain(`,"'=HYPERLINK(""x"")",`);
  expect(ruleCsv([{ comment: '@all' }])).toContain(",'@all,");
});
