// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { versionProblem } from './ruleVersion';

describe('versionProblem', () => {
  it.each([
    '140.0',
    '140.0.1',
    '5.0',
    '10.0',
    '62.0a1',
    '<140.0',
    '>=142.0a1',
    '60.*',
    '60.1.*',
    '139.0,139.0.1',
    '3.6.3plugin1',
    '1.5.0.10',
  ])('takes %s', (condition) => expect(versionProblem(condition)).toBeNull());

  it.each([
    '140',
    '60*',
    '<60.*',
    '4.*',
    '60.*,61.0',
    '<60.0,61.0',
    '60.0, 61.0',
    '60.0,',
    '=140.0',
    '<>140.0',
    '<',
    '1.2.3.4.5',
    '<140.0 x',
    '4.0pre',
    'new',
  ])('does not take %s', (condition) => expect(versionProblem(condition)).not.toBeNull());

  it.each(['141.0b3', '<128.12.0esr'])('says what to do about %s', (condition) => {
    expect(versionProblem(condition)).toContain('leave it out');
  });
});
