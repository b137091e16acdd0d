// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import type { SimulationReport } from '../api/simulation';
import type { ScheduledChange } from './changes';
import { otherSample, sampleText, servedText, shareText, simulationTarget, summary } from './simulation';

function change(kind: ScheduledChange['kind'], row: object = {}): ScheduledChange {
  return { kind, id: 4, row } as unknown as ScheduledChange;
}

function report(fields: Partial<SimulationReport>): SimulationReport {
  return {
    sample: { source: 'recorded', requests: 80, weight: 800 },
    harmful: true,
    changed: { requests: 2, weight: 25, share: 0.031 },
    effects: [],
    groups: [],
    omitted_groups: 0,
    ...fields,
  };
}

describe('simulationTarget', () => {
  it('names changes that affect clients as the API does', () => {
    expect(simulationTarget(change('rule'))).toEqual({ kind: 'rule', sc_id: 4 });
    expect(simulationTarget(change('shutoff'))).toEqual({ kind: 'emergency_shutoff', sc_id: 4 });
    expect(simulationTarget(change('splitRelease', { name: 'A' }))).toEqual({ kind: 'release', name: 'A' });
    expect(simulationTarget(change('permission'))).toBeNull();
  });
});

describe('summary', () => {
  const effect = { requests: 1, weight: 8, by: {} };

  it('tells the share of traffic and what happens', () => {
    const effects: SimulationReport['effects'] = [
      { ...effect, effect: 'stops', harmful: true, share: 0.01 },
      { ...effect, effect: 'newly_offered', harmful: false, share: 0.021 },
    ];
    expect(summary(report({ effects }))).toBe(
      '3.1 % of traffic changes: 1.0 % no longer get an update, 2.1 % are newly offered an update.',
    );
  });

  it('does not call a synthetic sample traffic', () => {
    const sample = { source: 'synthetic', requests: 80, weight: 80 } as const;
    const effects: SimulationReport['effects'] = [
      { ...effect, effect: 'fails', harmful: true, share: 0.031 },
    ];
    expect(summary(report({ sample, effects }))).not.toContain('traffic');
    expect(summary(report({ sample }))).toBe('Nobody gets anything else (80 requests simulated).');
  });
});

describe('the sample', () => {
  const traffic = { requests: 12_000, left_out: 0.031, apps: 1, missing_apps: 0, age_seconds: 150 };
  const sample = { source: 'traffic', requests: 80, weight: 800, traffic } as const;

  it('is told in one sentence', () => {
    expect(sampleText(sample)).toBe(
      'Traffic of 1 public app, fetched 2\u00a0min ago: 12,000 requests, 3.1 % of them too rare to be listed.',
    );
    expect(sampleText({ ...sample, traffic: { ...traffic, apps: 3, missing_apps: 2, age_seconds: 0 } })).toBe(
      'Traffic of 3 public apps, fetched just now: 12,000 requests, 3.1 % of them too rare to be listed.' +
        ' Public apps without a sample: 2.',
    );
    expect(summary(report({ sample, effects: [] }))).toContain('80 requests');
    expect(sampleText({ source: 'synthetic', requests: 80, weight: 80 })).toContain('not those of traffic');
  });

  it('can be changed for the other one', () => {
    expect(otherSample(sample, null)).toBe('synthetic');
    expect(otherSample({ ...sample, source: 'synthetic' }, 'synthetic')).toBe('traffic');
    expect(otherSample({ ...sample, source: 'synthetic' }, null)).toBeNull();
  });
});

it('shows small shares as such', () => {
  expect(shareText(0)).toBe('0.0 %');
  expect(shareText(0.0001)).toBe('< 0.1 %');
  expect(shareText(1)).toBe('100.0 %');
});

it('says what is served, or why nothing is', () => {
  expect(servedText({ outcome: 'update', release: 'A', version: '1.0' })).toBe('A (1.0)');
  expect(servedText({ outcome: 'update', release: 'A', version: null })).toBe('A');
  expect(servedText({ outcome: 'throttled', release: null, version: null })).toBe(
    'No update: left out by the background rate',
  );
  expect(servedText({ outcome: 'no_such_release', release: 'B', version: null })).toBe(
    'No update: the release does not exist (B)',
  );
});
