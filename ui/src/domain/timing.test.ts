// SPDX-License-Identifier: MPL-2.0
import { expect, it } from 'vitest';
import { conditionOf, type TimingDraft, timingOf } from './timing';

const NOW = 1_000;
const TIME: TimingDraft = { kind: 'time', when: 2_000, product: '', channel: '', uptake: '' };
const UPTAKE: TimingDraft = {
  kind: 'uptake',
  when: null,
  product: 'Firefox',
  channel: 'release',
  uptake: '5000',
};

it('waits for a time that is to come', () => {
  expect(conditionOf(TIME, NOW)).toEqual({ when: 2_000 });
  expect(conditionOf(TIME, 3_000)).toBeNull();
  expect(conditionOf({ ...TIME, when: null }, NOW)).toBeNull();
});

it('waits for clients once it is said how many, and which', () => {
  expect(conditionOf(UPTAKE, NOW)).toEqual({
    telemetry_product: 'Firefox',
    telemetry_channel: 'release',
    telemetry_uptake: 5_000,
  });
  expect(conditionOf({ ...UPTAKE, channel: ' ' }, NOW)).toBeNull();
  expect(conditionOf({ ...UPTAKE, uptake: 'many' }, NOW)).toBeNull();
});

it('begins with what a scheduled change waits for', () => {
  const change = {
    when: null,
    telemetry_product: 'Firefox',
    telemetry_channel: 'release',
    telemetry_uptake: 5_000,
  };
  expect(timingOf(change)).toEqual(UPTAKE);
});
