// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { changedSince, detailsOf, oneLine } from './changeDetails';
import type { ChangeOf } from './changes';
import { FIELDS, type RuleRow } from './ruleFields';

const NOTHING = Object.fromEntries(FIELDS.map(({ name }) => [name, null]));
const RULE = {
  ...NOTHING,
  product: 'Firefox',
  channel: 'release',
  mapping: 'A',
  backgroundRate: 25,
  priority: 90,
} as RuleRow;

function ruleChange(
  row: Partial<RuleRow>,
  more: Partial<Omit<ChangeOf<'rule'>, 'row'>> = {},
): ChangeOf<'rule'> {
  return {
    kind: 'rule',
    id: 4,
    version: 1,
    digest: 'aa',
    changeType: 'update',
    when: 1_000,
    scheduledBy: 'bob',
    signoffs: {},
    ineffective: [],
    unbound: [],
    required: {},
    complete: false,
    row: { rule_id: 7, telemetry_uptake: null, ...RULE, ...row } as ChangeOf<'rule'>['row'],
    ...more,
  };
}

function read(change: ChangeOf<'rule'>) {
  return { change, details: detailsOf(change, { kind: 'rule', rule: RULE }) };
}

describe('detailsOf', () => {
  it('names the fields of a rule that change', () => {
    expect(read(ruleChange({ mapping: 'B' })).details).toEqual({
      changes: [{ field: 'Release (mapping)', before: 'A', after: 'B' }],
      note: null,
    });
  });

  it('says what a rule says that is deleted', () => {
    const { change, details } = read(ruleChange({}, { changeType: 'delete' }));
    const { changes, note } = details;
    expect(oneLine(change, details)).toBe('Delete rule 7: Firefox release → A');
    expect(changes).toEqual([]);
    expect(note).toBe(
      'The rule is deleted. Clients get what the next rule offers. It says now: ' +
        'Firefox release: offers A to 25\u00a0% of clients, others get nothing.',
    );
  });

  it('compares the data of releases, and tells of read-only', () => {
    const change = {
      ...ruleChange({}),
      kind: 'splitRelease',
      row: { name: 'R', product: 'Firefox', read_only: true, parts: [] },
    } as ChangeOf<'splitRelease'>;
    const present = { kind: 'splitRelease', data: { a: 1, b: 2 }, scheduled: { a: 1, b: 3 } } as const;
    expect(detailsOf(change, present).changes).toEqual([
      { field: 'Read-only', before: 'no', after: 'yes' },
      { field: 'b', before: '2', after: '3' },
    ]);
  });

  it('shows all of a release that is added', () => {
    const change = {
      ...ruleChange({}, { changeType: 'insert' }),
      kind: 'release',
      row: { name: 'R', product: 'Firefox', read_only: null, data: { a: 1 } },
    } as unknown as ChangeOf<'release'>;
    expect(detailsOf(change, { kind: 'release', data: null }).changes).toEqual([
      { field: 'a', before: null, after: '1' },
    ]);
  });
});

describe('oneLine', () => {
  it('says what is signed in one line', () => {
    const { change, details } = read(ruleChange({ mapping: 'B', backgroundRate: 100, comment: 'go' }));
    expect(oneLine(change, details)).toBe(
      'Rule 7 · Firefox release: release A → B, background rate 25\u00a0% → 100\u00a0%, comment go',
    );
  });

  it('counts the fields for which there is no room', () => {
    const { change, details } = read(
      ruleChange({ mapping: 'B', backgroundRate: 100, comment: 'go', locale: 'de', version: null }),
    );
    expect(oneLine(change, details)).toContain('background rate 25\u00a0% → 100\u00a0% and 1 more');
  });
});

describe('changedSince', () => {
  it('shows what was read and what is current', () => {
    const before = read(ruleChange({ mapping: 'B' }));
    const now = read(ruleChange({ mapping: 'EVIL', backgroundRate: 100 }, { version: 2, when: 61_000 }));
    expect(changedSince(before, now)).toEqual([
      { field: 'Time', before: '1970-01-01 00:00:01 UTC', after: '1970-01-01 00:01:01 UTC' },
      { field: 'Release (mapping)', before: 'B', after: 'EVIL' },
      { field: 'Background rate', before: null, after: '100\u00a0%' },
    ]);
  });

  it('is empty where only something was edited that the change reaches', () => {
    const before = read(ruleChange({ mapping: 'B' }));
    expect(changedSince(before, read(ruleChange({ mapping: 'B' }, { digest: 'bb' })))).toEqual([]);
  });
});
