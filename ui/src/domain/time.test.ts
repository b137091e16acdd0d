// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { ago, day, duration, fromInput, local, relative, timeOfDay, toInput, utc } from './time';

const NOON = Date.UTC(2026, 2, 1, 12, 0, 0);

describe('relative', () => {
  it.each([
    [NOON + 3 * 3_600_000, 'in 3 hours'],
    [NOON - 100_000, '2 minutes ago'],
    [NOON - 86_400_000, 'yesterday'],
    [NOON + 200, 'now'],
  ])('of %d is %s', (moment, words) => {
    expect(relative(moment, NOON)).toBe(words);
  });
});

describe('fields for date and time', () => {
  it('take what they have shown', () => {
    expect(fromInput(toInput(NOON))).toBe(NOON);
  });

  it('have nothing while they are empty', () => {
    expect(fromInput('')).toBeNull();
  });
});

it('shows UTC so that nobody can take it for local time', () => {
  expect(utc(NOON)).toBe('2026-03-01 12:00:00 UTC');
});

it('names days, and times of them', () => {
  expect(timeOfDay(NOON, 'UTC')).toBe('12:00');
  expect(day(NOON, 'UTC')).toMatch(/^Sunday,? 1 March 2026$/);
});

it('survives moments that no calendar has', () => {
  for (const moment of [2 ** 53 + 2, 8_640_000_000_000_001, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(local(moment)).toBe('beyond any calendar');
    expect(day(moment)).toBe('beyond any calendar');
    expect(timeOfDay(moment)).toBe('beyond any calendar');
    expect(utc(moment)).toBe(`${moment} ms after 1970`);
    expect(toInput(moment)).toBe('');
  }
  expect(relative(2 ** 53 + 2, NOON)).toContain('years');
  expect(utc(8.64e15)).toContain('UTC');
});

describe('ago', () => {
  it.each([
    [NOON + 60_000, 'just now'],
    [NOON + 5_000, 'just now'],
    [NOON - 9_000, 'just now'],
    [NOON - 100_000, '2 minutes ago'],
  ])('of %d never is in the future: %s', (moment, words) => {
    expect(ago(moment, NOON)).toBe(words);
  });
});

it.each([
  [0, '0\u00a0s'],
  [-5, '0\u00a0s'],
  [59_999, '59\u00a0s'],
  [60_000, '1\u00a0min'],
  [7_200_000, '2\u00a0h'],
  [172_800_000, '2\u00a0d'],
])('a length of %d is %s', (length, text) => {
  expect(duration(length)).toBe(text);
});

describe('typed times', () => {
  it('have 24 hours, whatever the language of the browser is', () => {
    expect(toInput(new Date(2026, 2, 1, 15, 4).getTime())).toBe('2026-03-01 15:04');
    expect(fromInput('2026-03-01 15:04')).toBe(new Date(2026, 2, 1, 15, 4).getTime());
    expect(fromInput('2026-03-01T15:04')).toBe(new Date(2026, 2, 1, 15, 4).getTime());
  });

  it.each(['2026-02-31 10:00', '2026-03-01 24:00', '2026-03-01', 'tomorrow', '2026-13-01 10:00'])(
    'are none: %s',
    (text) => expect(fromInput(text)).toBeNull(),
  );
});
