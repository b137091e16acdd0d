// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { changed, draftOf, NEW_RULE, problems, type RuleDraft, ruleOf } from './ruleDraft';

function draft(fields: Partial<RuleDraft>): RuleDraft {
  return { ...NEW_RULE, ...fields };
}

describe('ruleOf', () => {
  it('makes numbers of numbers, and nothing of what is blank', () => {
    const rule = ruleOf(draft({ product: ' Firefox ', priority: '110', channel: '  ', jaws: 'false' }));
    expect(rule).toMatchObject({
      product: 'Firefox',
      priority: 110,
      channel: null,
      jaws: false,
      mig64: null,
    });
  });

  it('is the reverse of draftOf', () => {
    const rule = ruleOf(draft({ product: 'Firefox', mapping: 'Firefox-140.0-build2', mig64: 'true' }));
    expect(ruleOf(draftOf(rule))).toEqual(rule);
  });

  it('takes quotation marks and dashes as plain ones', () => {
    expect(ruleOf(draft({ comment: 'only ‘some’ – not all' })).comment).toBe("only 'some' - not all");
  });
});

describe('problems', () => {
  it('finds none in what a form begins with', () => {
    expect(problems(NEW_RULE)).toEqual({});
  });

  it.each([
    ['backgroundRate', '101'],
    ['backgroundRate', ''],
    ['priority', 'high'],
    ['priority', ''],
    ['alias', '4ever'],
    ['buildID', '<2026-01-01'],
    ['memory', '2 GB'],
    ['version', '<140.0 or so'],
    ['product', 'AProductOfALongName'],
    ['comment', 'これ'],
  ] as const)('finds one in %s “%s”', (field, value) => {
    expect(Object.keys(problems(draft({ [field]: value })))).toEqual([field]);
  });

  it.each([
    ['version', '<140.0'],
    ['version', '60.*,68.0.1'],
    ['version', '>=3.6.3plugin1'],
    ['buildID', '<20260101000000'],
    ['memory', '>=2048'],
    ['alias', 'firefox-release'],
    ['backgroundRate', '0'],
  ] as const)('finds none in %s “%s”', (field, value) => {
    expect(problems(draft({ [field]: value }))).toEqual({});
  });
});

describe('changed', () => {
  it('tells what somebody has really changed', () => {
    const before = draft({ product: 'Firefox', channel: 'release' });
    expect([...changed(before, draft({ product: 'Firefox ', channel: 'beta' }))]).toEqual(['channel']);
  });
});
