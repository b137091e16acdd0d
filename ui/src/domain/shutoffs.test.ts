// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { confirms, doubts, plainChannels, problems } from './shutoffs';

const FIREFOX = { product: 'Firefox', channel: 'release' };

describe('confirms', () => {
  it.each(['Firefox release', 'firefox release', ' Firefox  release '])('takes “%s”', (typed) => {
    expect(confirms(typed, FIREFOX)).toBe(true);
  });

  it.each(['', 'Firefox', 'Firefox beta', 'Firefox release-cdntest'])('does not take “%s”', (typed) => {
    expect(confirms(typed, FIREFOX)).toBe(false);
  });
});

describe('problems', () => {
  it('are none for plain names', () => {
    expect(problems(FIREFOX, 'crashes')).toEqual({ product: null, channel: null, reason: null });
  });

  it('include channels with asterisks, which would shut nothing off', () => {
    expect(problems({ ...FIREFOX, channel: 'release*' }, '').channel).toContain('one channel');
  });
});

describe('doubts', () => {
  it('are about names that no rule knows', () => {
    expect(doubts({ product: 'firefox', channel: 'relaese' }, ['Firefox'], ['release'])).toEqual([
      'No rule knows a product “firefox”; there is “Firefox”.',
      'No rule knows a channel “relaese”. Check how it is written.',
    ]);
  });

  it('wait until names are known', () => {
    expect(doubts(FIREFOX, [], [])).toEqual([]);
  });
});

it('channels of rules lose their asterisks', () => {
  expect(plainChannels(['release*', 'beta', 'release'])).toEqual(['beta', 'release']);
});
