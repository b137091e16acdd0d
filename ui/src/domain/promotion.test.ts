// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import type { ChannelComparison, RulePair } from '../api/promotion';
import {
  comparisonAddress,
  comparisonSummary,
  differs,
  keptTexts,
  promotable,
  promotedFields,
  rolloutOf,
  usualPairs,
} from './promotion';

const QUESTION = {
  product: 'Firefox',
  from: 'release-cdntest',
  to: 'release',
  settings: 'mapping',
  rollout: '',
} as const;

function pair(parts: Partial<RulePair>): RulePair {
  return { promoted: [], kept: [], reordered: false, ...parts } as RulePair;
}

describe('usualPairs', () => {
  const rules = [
    { product: 'Firefox', channel: 'release*' },
    { product: 'Firefox', channel: 'release-cdntest' },
    { product: 'Firefox', channel: 'release-localtest' },
    { product: 'Firefox', channel: 'betatest' },
    { product: 'Firefox', channel: 'beta' },
    { product: 'Firefox', channel: 'release-cck-acme' },
    { product: 'Fenix', channel: 'betatest' },
    { product: null, channel: 'nightly' },
    { product: 'Fenix', channel: null },
  ];

  it('are the test channels with a live channel of the same product', () => {
    expect(usualPairs(rules).map(({ product, from, to }) => `${product} ${from} ${to}`)).toEqual([
      'Firefox release-cdntest release',
      'Firefox release-localtest release',
      'Firefox betatest beta',
    ]);
  });
});

describe('a pair', () => {
  const different = pair({
    promoted: [{ setting: 'mapping', before: 'Old', after: 'New' }],
    kept: [
      { setting: 'backgroundRate', from: 100, to: 25 },
      { setting: 'fallbackMapping', from: null, to: 'Old' },
    ],
    reordered: true,
  });

  it('says what the rule of the live channel becomes', () => {
    expect(promotedFields(different)).toEqual([{ field: 'Release (mapping)', before: 'Old', after: 'New' }]);
  });

  it('says what stays different', () => {
    const [rate, fallback, order] = keptTexts(different, QUESTION);
    expect(rate).toMatch(/: 25 %; for release-cdntest it is 100 %\.$/);
    expect(fallback).toMatch(/: Old; for release-cdntest it is none\.$/);
    expect(order).toContain('same priority');
  });

  it.each([
    [different, true],
    [pair({}), false],
    [pair({ reordered: true }), true],
    [pair({ kept: [{ setting: 'priority', from: 1, to: 2 }] }), true],
  ])('differs in any of these', (one, expected) => {
    expect(differs(one)).toBe(expected);
  });
});

describe('comparisonSummary', () => {
  it.each([
    [{ changes: [], pairs: [], common: [] }, 'Nothing to promote.'],
    [
      { changes: [{}], pairs: [pair({}), pair({ reordered: true })], common: [{}, {}] },
      '1 rule to change; 1 pair is the same; 2 rules are for both channels.',
    ],
  ])('counts', (comparison, expected) => {
    expect(comparisonSummary(comparison as unknown as ChannelComparison)).toBe(expected);
  });
});

it('keeps the question in the address', () => {
  expect(comparisonAddress(QUESTION)).toBe(
    '/compare-channels?product=Firefox&from=release-cdntest&to=release',
  );
  expect(promotable('mapping,fallbackMapping')).toBe('mapping,fallbackMapping');
  expect(promotable('alias')).toBe('mapping');
  expect(promotable(null)).toBe('mapping');
  expect(['25', '0', '100', '101', 'x', null].map(rolloutOf)).toEqual(['25', '0', '100', '', '', '']);
});
