// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { deed, fieldsOf, type HistoryEntry, historyQuery, NO_HISTORY_FILTER, placeOf } from './history';

const RULE: HistoryEntry = {
  kind: 'rule',
  scheduled: false,
  signoff: false,
  comment: false,
  change_type: 'update',
  key: { rule_id: 12 },
  before: { rule_id: 12, mapping: 'a', priority: 90, data_version: 1 },
  after: { rule_id: 12, mapping: 'b', priority: 90, data_version: 2 },
};

describe('deed', () => {
  it.each<[Partial<HistoryEntry>, string]>([
    [{}, 'Changed'],
    [{ change_type: 'delete' }, 'Deleted'],
    [{ scheduled: true, change_type: 'insert' }, 'Scheduled'],
    [{ scheduled: true, before: { complete: false }, after: { complete: false } }, 'Edited'],
    [{ scheduled: true, before: { complete: false }, after: { complete: true } }, 'Applied'],
    [{ scheduled: true, change_type: 'delete' }, 'Cancelled'],
    [{ scheduled: true, signoff: true, change_type: 'insert' }, 'Signed off'],
    [{ scheduled: true, signoff: true, change_type: 'delete' }, 'Signoff withdrawn'],
    [{ scheduled: true, comment: true, change_type: 'insert' }, 'Commented'],
    [
      { scheduled: true, comment: true, change_type: 'insert', after: { requests_changes: true } },
      'Changes requested',
    ],
    [
      { scheduled: true, comment: true, after: { username: 'a', resolved_by: 'a' } },
      'Request for changes withdrawn',
    ],
    [
      { scheduled: true, comment: true, after: { username: 'a', resolved_by: 'b' } },
      'Request for changes dismissed',
    ],
  ])('of %j is “%s”', (part, words) => {
    expect(deed({ ...RULE, ...part })).toBe(words);
  });
});

describe('fieldsOf', () => {
  it('is the text of a comment', () => {
    const after = { entity: 'rules', sc_id: 3, message: 'Why?', created: 1 };
    expect(fieldsOf({ ...RULE, comment: true, before: null, after })).toEqual([
      { field: 'Comment', before: null, after: 'Why?' },
    ]);
  });

  it('are those that differ, without versions', () => {
    expect(fieldsOf(RULE)).toEqual([{ field: 'Release (mapping)', before: 'a', after: 'b' }]);
  });

  it('are all that it had, of what was deleted', () => {
    expect(fieldsOf({ ...RULE, after: null }).map(({ field, after }) => [field, after])).toEqual([
      ['Rule', null],
      ['Release (mapping)', null],
      ['Priority', null],
    ]);
  });

  it('say times as people read them', () => {
    const entry = { ...RULE, before: null, after: { when: Date.UTC(2026, 2, 1, 12) } };
    expect(fieldsOf(entry)[0]?.after).toBe('2026-03-01 12:00:00 UTC');
  });
});

describe('placeOf', () => {
  it('is where the thing is shown', () => {
    expect(placeOf(RULE)).toBe('/rules/12');
    expect(placeOf({ ...RULE, kind: 'user_role', key: { username: 'ada@example.com', role: 'qa' } })).toBe(
      '/users/ada%40example.com',
    );
  });

  it('is nowhere for what is not known any more', () => {
    expect(placeOf({ ...RULE, key: {} })).toBeNull();
  });
});

describe('historyQuery', () => {
  it('asks for everything without a filter', () => {
    expect(historyQuery(NO_HISTORY_FILTER)).toEqual({});
  });

  it('leaves out what nobody understands', () => {
    expect(
      historyQuery({ ...NO_HISTORY_FILTER, kind: 'cake', by: ' ada ', from: '1', to: 'tomorrow' }),
    ).toEqual({ changed_by: 'ada', timestamp_from: 1 });
  });
});
