// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { pollInterval } from '../api/scheduledChanges';
import type { ScheduledChange } from './changes';
import { conditionText } from './condition';

const NOW = 1_000_000_000;

function change(when: number | null, missing: boolean, row: object = {}): ScheduledChange {
  return {
    kind: 'rule',
    id: 4,
    when,
    required: { releng: 1, relman: 1 },
    signoffs: missing ? { rick: 'relman' } : { rick: 'relman', ann: 'releng' },
    row: { telemetry_uptake: null, ...row },
  } as unknown as ScheduledChange;
}

describe('conditionText', () => {
  it.each([
    [NOW + 17_500, true, 'Due in 17\u00a0s, after signoff'],
    [NOW + 7_200_000, false, 'Due in 2\u00a0h'],
    [NOW - 27_000, true, 'Overdue 27\u00a0s — waiting for releng'],
    [NOW - 3_000, false, 'Signed off — applying…'],
    [NOW - 120_000, false, 'Signed off, but not applied for 2\u00a0min. Is the agent running?'],
  ])('at %d, missing %s, is %s', (when, missing, text) => {
    expect(conditionText(change(when, missing), NOW)).toBe(text);
  });

  it('names what an uptake is counted of', () => {
    const row = { telemetry_product: 'Firefox', telemetry_channel: 'beta', telemetry_uptake: 12345 };
    expect(conditionText(change(null, true, row), NOW)).toBe(
      'When uptake on Firefox beta reaches 12,345 updated clients',
    );
  });
});

describe('pollInterval', () => {
  it('is short while a change is about to be applied, and only then', () => {
    expect(pollInterval([change(NOW + 5_000, false)], NOW)).toBe(1_000);
    expect(pollInterval([change(NOW - 5_000, false)], NOW)).toBe(1_000);
    expect(pollInterval([change(NOW - 5_000, true)], NOW)).toBe(5_000);
    expect(pollInterval([change(NOW + 60_000, false)], NOW)).toBe(5_000);
    expect(pollInterval([change(NOW - 3_600_000, false)], NOW)).toBe(5_000);
    expect(pollInterval(undefined, NOW)).toBe(5_000);
  });
});
