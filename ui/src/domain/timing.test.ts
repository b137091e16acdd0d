// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { conditions, timing, timingProblem } from './timing';

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

describe('an uptake', () => {
  it('has to be complete', () => {
    expect(timingProblem(UPTAKE, NOW)).toBeNull();
    expect(timingProblem({ ...UPTAKE, channel: ' ' }, NOW)).toContain('channel');
    for (const uptake of ['', '0', '1.5', '-3', 'many']) {
      expect(timingProblem({ ...UPTAKE, uptake }, NOW)).toContain('whole number');
    }
  });

  it('is sent with a time of zero', () => {
    expect(conditions(UPTAKE, NOW)).toMatchObject({ when: 0, telemetry_uptake: 5000 });
  });
});
