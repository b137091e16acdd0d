// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { isRecent, type ServingApp, servingOf } from './serving';
import { clockTime } from './time';

const APPLIED = Date.UTC(2026, 0, 2, 3, 4, 5);

function app(address: string, more: Partial<ServingApp> = {}): ServingApp {
  return { address, problem: null, serves: true, since: APPLIED + 500, holding: false, ...more };
}

describe('who serves a change', () => {
  it('is every public app since the last of them', () => {
    const serving = servingOf([app('a'), app('b', { since: APPLIED + 2_000 })], APPLIED);
    expect(serving.text).toBe(`Served by 2 of 2 public apps since ${clockTime(APPLIED + 2_000)}`);
    expect(serving.isEverywhere).toBe(true);
    expect(serving.problems).toEqual([]);
  });

  it('names no time when an app was started since', () => {
    expect(servingOf([app('a', { since: APPLIED + 3_600_000 })], APPLIED).text).toBe(
      'Served by 1 of 1 public app',
    );
  });

  it('says what is the matter with each app that does not', () => {
    const serving = servingOf(
      [
        app('a'),
        app('b', { serves: false, since: null }),
        app('c', { serves: false, since: null, holding: true }),
        app('d', { serves: false, since: null, problem: 'can’t connect' }),
      ],
      APPLIED,
    );
    expect(serving.text).toBe('Served by 1 of 4 public apps');
    expect(serving.isEverywhere).toBe(false);
    expect(serving.problems).toEqual([
      'b still serves what was before',
      'c holds back all changes, because the audit log does not explain rows in the database',
      'd: can’t connect',
    ]);
  });

  it('is worth knowing for a day', () => {
    expect(isRecent(APPLIED, APPLIED + 3_600_000)).toBe(true);
    expect(isRecent(APPLIED, APPLIED + 2 * 86_400_000)).toBe(false);
  });
});

it('tells times of day to the second', () => {
  expect(clockTime(APPLIED, 'UTC')).toBe('03:04:05');
});
