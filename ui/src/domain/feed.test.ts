// SPDX-License-Identifier: MPL-2.0
import { expect, it } from 'vitest';
import { delayOf, isStale, messageOf } from './feed';
import { HISTORY_KINDS } from './history';

it('reads the events of the stream', () => {
  expect(messageOf('open', '7', '{"newest":7,"resumed":false,"time":12}')).toEqual({
    type: 'open',
    id: '7',
    resumed: false,
    time: 12,
  });
  expect(messageOf('change', '8', '{"kind":"rule","action":"sign","sc_id":3}')).toEqual({
    type: 'change',
    id: '8',
    kind: 'rule',
    scheduled: true,
  });
  expect(messageOf('change', '9', '{"kind":"rule","action":"update","sc_id":null}')).toMatchObject({
    scheduled: false,
  });
  expect(messageOf('changed', undefined, '{"kind":"pin"}')).toEqual({ type: 'changed', kind: 'pin' });
  expect(messageOf('news', '9', '{}')).toBeNull();
});

it('has the lists of a kind read again, what is scheduled, and the history', () => {
  const stale = { kinds: new Set(['emergency_shutoff']), all: false };
  expect(isStale(['shutoffs'], stale)).toBe(true);
  expect(isStale(['scheduled', 'rule'], stale)).toBe(true);
  expect(isStale(['history', {}], stale)).toBe(true);
  expect(isStale(['comments'], stale)).toBe(true);
  expect(isStale(['releases', 'whole'], stale)).toBe(false);
  expect(isStale(['users'], stale)).toBe(false);
});

it('reads everything again after a gap, but what somebody asked for once', () => {
  const stale = { kinds: new Set<string>(), all: true };
  expect(isStale(['users'], stale)).toBe(true);
  expect(isStale(['simulation', {}, 1], stale)).toBe(false);
  expect(isStale(['explain', 'url'], stale)).toBe(false);
});

it('knows the queries of each kind, and reads everything for others', () => {
  for (const kind of Object.keys(HISTORY_KINDS)) {
    expect(isStale(['nothing of the kind'], { kinds: new Set([kind]), all: false })).toBe(false);
  }
  expect(isStale(['rules'], { kinds: new Set(['new']), all: false })).toBe(true);
});

it('collects what automation does to releases for longer', () => {
  const release = { type: 'change', id: '1', kind: 'release', scheduled: false } as const;
  expect(delayOf(release)).toBeGreaterThan(1_000);
  expect(delayOf({ ...release, scheduled: true })).toBeLessThan(500);
});
