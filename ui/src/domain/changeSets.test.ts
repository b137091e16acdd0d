// SPDX-License-Identifier: MPL-2.0
import { expect, it } from 'vitest';
import type { ChangeSet } from '../api/changeSets';
import { changeFields, changePlace, changeTitle, mayCancel, mayEnact } from './changeSets';

const ADA = { username: 'ada', known: true, permissions: {}, roles: [] };
const SET = {
  author: 'ada',
  obstacle: null,
  required_signoffs: {},
  signoffs: {},
} as unknown as ChangeSet;

const RULE = {
  kind: 'rule',
  change_type: 'update',
  row: { rule_id: 3, data_version: 1, backgroundRate: 50 },
  current: { rule_id: 3, data_version: 1, product: 'Firefox', channel: 'beta', backgroundRate: 100 },
} as const;

it('shows what an update changes, and nothing else', () => {
  expect(changeTitle(RULE)).toBe('Change rule 3 (Firefox, beta)');
  expect(changeFields(RULE)).toEqual([{ field: 'Background rate', before: '100', after: '50' }]);
  expect(changePlace(RULE)).toBe('/rules/3');
});

it('shows everything of what is added or deleted', () => {
  const shutoff = {
    kind: 'emergency_shutoff',
    change_type: 'insert',
    row: { product: 'Firefox', channel: 'esr' },
    current: null,
  } as const;
  expect(changeTitle(shutoff)).toBe('Add emergency shutoff of Firefox, esr');
  expect(changeFields(shutoff)).toEqual([
    { field: 'product', before: null, after: 'Firefox' },
    { field: 'channel', before: null, after: 'esr' },
  ]);
  const expectation = { ...shutoff, kind: 'expectation', row: { expectation: { name: 'served' } } } as const;
  expect(changeTitle(expectation)).toBe('Add expectation served');
  const deleted = { ...RULE, change_type: 'delete', row: { rule_id: 3, data_version: 1 } } as const;
  expect(changeFields(deleted).map(({ after }) => after)).toEqual([null, null, null]);
});

it('lets the author apply what needs no signoffs, and nobody what lacks some', () => {
  expect(mayEnact(ADA, SET).allowed).toBe(true);
  expect(mayEnact({ ...ADA, username: 'bob' }, SET).allowed).toBe(false);
  expect(mayEnact(ADA, { ...SET, required_signoffs: { qa: 1 } })).toEqual({
    allowed: false,
    reason: 'Signoffs are missing: 1 qa.',
  });
  expect(mayEnact(ADA, { ...SET, required_signoffs: { qa: 1 }, signoffs: { cyd: 'qa' } }).allowed).toBe(
    false,
  );
  expect(mayEnact(ADA, { ...SET, obstacle: 'Outdated' }).allowed).toBe(false);
  expect(mayCancel(ADA, SET).allowed).toBe(true);
  expect(mayCancel({ ...ADA, username: 'bob' }, SET).allowed).toBe(false);
});
