// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import type { PathClient, PathEdge, PathEnd, PathNode, UpdatePath } from '../api/updatePath';
import { updatePathAddress } from '../api/updatePath';
import {
  clientsText,
  clientText,
  isStuck,
  layout,
  links,
  present,
  reasonText,
  rolloutText,
  summary,
  versionText,
} from './updatePath';

const CLIENTS: PathClient[] = [
  { buildTarget: 'WINNT_x86_64-msvc-x64', osVersion: 'Windows_NT 10.0', locale: 'en-US' },
  { buildTarget: 'WINNT_x86-msvc-x86', osVersion: 'Windows_NT 10.0', locale: 'en-US' },
  { buildTarget: 'Darwin_x86_64-gcc3', osVersion: 'Darwin 24', locale: 'en-US' },
  { buildTarget: 'WINNT_x86_64-msvc-x64', osVersion: 'Windows_NT 6.1', locale: 'en-US' },
  { buildTarget: 'WINNT_x86-msvc-x86', osVersion: 'Windows_NT 6.1', locale: 'en-US' },
  { buildTarget: 'WINNT_x86_64-msvc-x64', osVersion: 'Windows_NT 10.0', locale: 'fa' },
];
const ALL = CLIENTS.map((_, index) => index);

function node(version: string, fields: Partial<PathNode> = {}): PathNode {
  return {
    version,
    range: { low: version, low_included: true, high: version, high_included: true },
    release: `R${version}`,
    build_ids: [],
    watershed: false,
    ends: [],
    ...fields,
  };
}

function edge(from: number, to: number, fields: Partial<PathEdge> = {}): PathEdge {
  return {
    from,
    to,
    rule: 1,
    rollout: null,
    background_rate: 100,
    loop: false,
    example: '/update/6/x',
    clients: ALL,
    ...fields,
  };
}

function end(kind: PathEnd['kind'], fields: Partial<PathEnd> = {}): PathEnd {
  return {
    kind,
    reason: 'not_newer',
    rule: 1,
    release: null,
    rollout: null,
    example: '/update/6/x',
    clients: ALL,
    ...fields,
  };
}

function graph(nodes: PathNode[], edges: PathEdge[]): UpdatePath {
  return { newest: nodes.at(-1)?.version ?? null, clients: CLIENTS, nodes, edges, cut_off: false };
}

describe('layout', () => {
  it('puts a chain into one lane, the oldest first', () => {
    const { places, routes, steps, lanes } = layout(
      graph([node('1'), node('2'), node('3')], [edge(0, 1), edge(1, 2)]),
    );
    expect(places).toEqual([
      { step: 0, lane: 0 },
      { step: 1, lane: 0 },
      { step: 2, lane: 0 },
    ]);
    expect(routes.map(({ lane }) => lane)).toEqual([null, null]);
    expect([steps, lanes]).toEqual([3, 1]);
  });

  it('leads an update that skips versions around them', () => {
    const { places, routes } = layout(
      graph([node('1'), node('2'), node('3')], [edge(0, 1), edge(0, 2, { rule: 2 }), edge(1, 2)]),
    );
    expect(places.map(({ lane }) => lane)).toEqual([0, 0, 0]);
    expect(routes.map(({ lane }) => lane)).toEqual([null, 1, null]);
  });

  it('keeps nodes apart that have the same step, and places an end without updates', () => {
    const { places } = layout(
      graph(
        [node('1', { ends: [end('dead_end')] }), node('2'), node('2', { release: 'other' }), node('3')],
        [edge(1, 3), edge(2, 3, { clients: [3] })],
      ),
    );
    expect(new Set(places.map(({ step, lane }) => `${step} ${lane}`)).size).toBe(4);
    expect(places[3]?.step).toBe(1);
  });

  it('ends where there is a loop, which has a lane of its own', () => {
    const { places, routes } = layout(
      graph([node('1'), node('2')], [edge(0, 1), edge(1, 0, { loop: true }), edge(1, 1, { loop: true })]),
    );
    expect(places.map(({ step }) => step)).toEqual([0, 1]);
    expect(routes.map(({ lane }) => lane)).toEqual([null, 1, 2]);
  });

  it('ends where a cycle is not marked as a loop', () => {
    expect(layout(graph([node('1'), node('2')], [edge(0, 1), edge(1, 0)])).places).toHaveLength(2);
  });
});

it('draws updates between the same versions as one line', () => {
  const found = links(
    graph([node('1'), node('2')], [edge(0, 1), edge(0, 1, { rule: 2 }), edge(1, 1, { loop: true })]),
  );
  expect(found.map(({ parts }) => parts.map(({ rule }) => rule))).toEqual([[1, 2], [1]]);
});

describe('the words for clients', () => {
  it('say nothing where all are meant', () => {
    expect(clientsText(CLIENTS, ALL, ALL)).toBe('');
    expect(clientsText(CLIENTS, [3], [3])).toBe('');
  });

  it('name what they differ in', () => {
    expect(clientText(CLIENTS, 0)).toBe('Windows 64-bit');
    expect(clientText(CLIENTS, 3)).toBe('Windows 7 64-bit');
    expect(clientText(CLIENTS, 5)).toBe('Windows 64-bit, locale fa');
    expect(clientsText(CLIENTS, [3, 4], ALL)).toBe('Windows 7');
    expect(clientsText(CLIENTS, [3], ALL)).toBe('Windows 7 64-bit');
    expect(clientsText(CLIENTS, [0, 1, 2, 5], ALL)).toBe('all but Windows 7');
  });

  it('count those that are too many', () => {
    const many: PathClient[] = Array.from({ length: 20 }, (_, i) => ({ buildTarget: `T${i}` }));
    const some = [0, 1, 2, 3, 4, 5, 6];
    expect(clientsText(many, some, [...many.keys()])).toBe('T0; T1; T2; 4 more');
  });

  it('count those as present that go on or end', () => {
    const path = graph(
      [node('1', { ends: [end('dead_end', { clients: [3] })] }), node('2')],
      [edge(0, 1, { clients: [0, 1] })],
    );
    expect(present(path, 0)).toEqual([0, 1, 3]);
  });
});

it('knows where updates end badly', () => {
  const ends = [end('dead_end', { clients: [3] })];
  const passed = [edge(0, 1, { clients: [0, 3] }), edge(1, 2, { clients: [0] })];
  const others = [edge(0, 1, { clients: [0] }), edge(1, 2, { clients: [0] })];
  const nodes = [node('1'), node('2', { ends }), node('3')];
  expect(isStuck(graph(nodes, passed), 1)).toBe(true);
  // Somebody may be there, but nobody is updated to it and stays.
  expect(isStuck(graph(nodes, others), 1)).toBe(false);
  expect(isStuck(graph([node('2', { ends })], []), 0)).toBe(true);
  expect(isStuck(graph(nodes, passed), 0)).toBe(false);
});

it('writes ranges of versions', () => {
  const range = (low: string | null, hasLow: boolean, high: string | null, hasHigh: boolean, release = '') =>
    versionText(
      node('60.0', {
        range: { low, low_included: hasLow, high, high_included: hasHigh },
        release: release || null,
      }),
    );
  expect(range('60.0', true, '60.0', true)).toBe('60.0');
  expect(range(null, false, '60.0', false)).toBe('Older than 60.0');
  expect(range('60.0', true, null, false, 'R')).toBe('60.0 and newer');
  expect(range('60.0', false, null, false)).toBe('Newer than 60.0');
  expect(range('60.0', true, '61.0', false, 'R')).toBe('60.0 to below 61.0');
  expect(range('50.0', false, '61.0', true)).toBe('Above 50.0 to 61.0');
  expect(range(null, false, null, false)).toBe('All versions');
});

it('tells the share of a background rate', () => {
  expect(rolloutText(edge(0, 1))).toBe('');
  expect(rolloutText(edge(0, 1, { rollout: 'in', background_rate: 25 }))).toBe('25\u00a0%');
  expect(rolloutText(edge(0, 1, { rollout: 'out', background_rate: 25 }))).toBe('75\u00a0%');
});

it('tells why a path ends', () => {
  expect(reasonText(end('dead_end', { reason: 'no_rule_applies', rule: null }))).toBe(
    'No rule matches them.',
  );
  expect(reasonText(end('dead_end', { rule: 7 }))).toBe('Rule 7 matches them, and has nothing newer.');
  expect(reasonText(end('loop', { rule: 7, release: 'R' }))).toBe('Rule 7 offers R, which is not newer.');
  expect(reasonText(end('error', { rule: null, reason: 'bad_request' }))).toContain('bad_request');
});

it('sums up what is drawn', () => {
  const path = graph(
    [
      node('1', { watershed: true }),
      node('2', { ends: [end('dead_end'), end('dead_end', { rule: 2 })] }),
      node('3', { ends: [end('newest'), end('loop')] }),
    ],
    [],
  );
  expect(summary(path)).toBe('Newest version 3, 1 watershed, 2 dead ends, 1 loop');
  expect(summary({ ...path, newest: null, nodes: [] })).toBe('No updates are offered');
});

it('leads to the view with what is given only', () => {
  expect(updatePathAddress({ product: 'Firefox', channel: 'release', locale: '' })).toBe(
    '/update-path?product=Firefox&channel=release',
  );
});
