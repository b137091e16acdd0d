// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import type { ChangeOf } from './changes';
import { conditions, possibleTiming, timing, timingOf, timingProblem } from './timing';

const NOW = 1_000_000;
const UPTAKE = { ...timing('uptake'), product: 'Firefox', channel: 'beta', uptake: '5000' };

describe('a time', () => {
  it('has to be chosen, and yet to come', () => {
    expect(timingProblem(timing('time'), NOW)).toContain('Choose');
    expect(timingProblem({ ...timing('time'), when: NOW }, NOW)).toContain('past');
    expect(timingProblem({ ...timing('time'), when: NOW + 1 }, NOW)).toBeNull();
  });

  it('is sent without an uptake', () => {
    expect(conditions({ ...UPTAKE, kind: 'time', when: NOW + 1 }, NOW)).toEqual({
      when: NOW + 1,
      telemetry_product: null,
      telemetry_channel: null,
      telemetry_uptake: null,
    });
  });

  it('is chosen for those who want it soon', () => {
    expect(conditions(timing('soon'), NOW).when).toBeGreaterThan(NOW);
    expect(timingProblem(timing('soon'), NOW)).toBeNull();
  });
});

describe('what is possible', () => {
  it('is to wait for signoffs where they are needed', () => {
    expect(possibleTiming(null, true).kind).toBe('soon');
    expect(possibleTiming(timing('now'), true).kind).toBe('soon');
    expect(possibleTiming(UPTAKE, true)).toBe(UPTAKE);
  });

  it('never turns what was to be scheduled into something that is done at once', () => {
    expect(possibleTiming(timing('soon'), false).kind).toBe('soon');
    expect(possibleTiming(null, false).kind).toBe('now');
  });
});

describe('an uptake', () => {
  it('has to be complete', () => {
    expect(timingProblem(UPTAKE, NOW)).toBeNull();
    expect(timingProblem({ ...UPTAKE, channel: ' ' }, NOW)).toContain('channel');
    for (const uptake of ['', '0', '1.5', '-3', 'many']) {
      expect(timingProblem({ ...UPTAKE, uptake }, NOW)).toContain('integer');
    }
  });

  it('is sent with a time of zero', () => {
    expect(conditions(UPTAKE, NOW)).toMatchObject({ when: 0, telemetry_uptake: 5000 });
  });
});

describe('what a change waits for', () => {
  const row = { telemetry_product: null, telemetry_channel: null, telemetry_uptake: null };
  const at = (when: number | null) => timingOf({ when, row: row as ChangeOf<'rule'>['row'] }, NOW);

  it('is its time, while that is yet to come', () => {
    expect(at(NOW + 1)).toMatchObject({ kind: 'time', when: NOW + 1 });
  });

  it('is only signoffs when its time is over', () => {
    expect(at(NOW - 1)).toMatchObject({ kind: 'soon', when: null });
  });

  it('is an uptake without a time', () => {
    expect(at(null).kind).toBe('uptake');
  });
});
