// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { historyRows, plainLabel, type RecordedEntry, recordOf, signersText } from './changeRecord';

function entry(id: string, timestamp: number, more: Partial<RecordedEntry>): RecordedEntry {
  return {
    id,
    kind: 'rule',
    scheduled: true,
    signoff: false,
    comment: false,
    change_type: 'insert',
    changed_by: 'rick',
    timestamp,
    key: { rule_id: 4 },
    label: 'Scheduled change 3: Rule 4 (Firefox, release)',
    before: null,
    after: null,
    sc_id: 3,
    ...more,
  };
}

const PROPOSED = entry('rules.scheduled_change.1', 100, {
  after: { backgroundRate: 50, complete: false, change_type: 'update' },
});
const SIGNED = entry('rules.signoff.1', 200, {
  signoff: true,
  changed_by: 'ann',
  label: 'Signoff by ann as releng of scheduled change 3: Rule 4 (Firefox, release)',
  after: { username: 'ann', role: 'releng' },
});
const APPLIED = entry('rules.scheduled_change.2', 300, {
  change_type: 'update',
  changed_by: 'agent',
  before: { complete: false, change_type: 'update' },
  after: { complete: true, change_type: 'update' },
});
const EFFECT = entry('rules.row.9', 301, {
  scheduled: false,
  change_type: 'update',
  sc_id: null,
  label: 'Rule 4 (Firefox, release)',
  before: { backgroundRate: 25 },
  after: { backgroundRate: 50 },
});
const OTHER = entry('rules.row.8', 250, {
  scheduled: false,
  sc_id: null,
  key: { rule_id: 5 },
  label: 'Rule 5',
});

describe('recordOf', () => {
  it('says who signed, and when it was applied', () => {
    const record = recordOf([APPLIED, SIGNED, PROPOSED]);
    expect(record).toMatchObject({
      outcome: 'applied',
      label: 'Rule 4 (Firefox, release)',
      scheduledBy: 'rick',
      end: { at: 300, by: 'agent' },
    });
    expect(signersText(record)).toBe('ann (releng)');
    expect(record.steps.map(({ deed, by }) => `${deed} ${by}`)).toEqual([
      'Scheduled rick',
      'Signed off ann',
      'Applied agent',
    ]);
  });

  it('keeps the signoffs of a change that was cancelled, and drops those that were withdrawn', () => {
    const cancelled = entry('rules.scheduled_change.4', 5_000, { change_type: 'delete', changed_by: 'rick' });
    const gone = entry('rules.signoff.2', 5_000, {
      signoff: true,
      change_type: 'delete',
      before: SIGNED.after,
    });
    expect(recordOf([cancelled, gone, SIGNED, PROPOSED])).toMatchObject({
      outcome: 'cancelled',
      signoffs: [{ user: 'ann' }],
    });
    const withdrawn = { ...gone, timestamp: 1_000 };
    expect(recordOf([cancelled, withdrawn, SIGNED, PROPOSED]).signoffs).toEqual([]);
    expect(recordOf([withdrawn, SIGNED, PROPOSED])).toMatchObject({ outcome: 'scheduled', signoffs: [] });
  });
});

const COMMENTED = entry('rules.comment.1', 150, {
  comment: true,
  changed_by: 'eve',
  label: 'Comment on scheduled change 3: Rule 4 (Firefox, release)',
  after: { username: 'eve', message: 'Why?', requests_changes: false },
});
const REQUESTED = {
  ...COMMENTED,
  id: 'rules.comment.2',
  timestamp: 160,
  after: { username: 'eve', message: 'Not yet.', requests_changes: true, resolved_by: null },
};
const WITHDRAWN: RecordedEntry = {
  ...REQUESTED,
  id: 'rules.comment.3',
  timestamp: 170,
  change_type: 'update',
  before: REQUESTED.after,
  after: { ...REQUESTED.after, resolved_by: 'eve' },
};

describe('comments', () => {
  it('are no steps, but requests for changes are', () => {
    const record = recordOf([WITHDRAWN, REQUESTED, COMMENTED, PROPOSED]);
    expect(record).toMatchObject({ outcome: 'scheduled', end: null, scheduledBy: 'rick' });
    expect(record.steps.map(({ deed, by, changes }) => [deed, by, changes.length])).toEqual([
      ['Scheduled', 'rick', 2],
      ['Changes requested', 'eve', 0],
      ['Request for changes withdrawn', 'eve', 0],
    ]);
  });

  it('do not hide what became of a change', () => {
    expect(recordOf([{ ...COMMENTED, timestamp: 300 }, APPLIED, PROPOSED]).outcome).toBe('applied');
    expect(plainLabel(COMMENTED)).toBe('Rule 4 (Firefox, release)');
  });
});

describe('historyRows', () => {
  it('makes one row of a change with all of its events and of what it changed', () => {
    const rows = historyRows([EFFECT, APPLIED, OTHER, SIGNED, PROPOSED]);
    expect(rows.map(({ key }) => key)).toEqual(['rules.change.3', 'rules.row.8']);
    expect(rows[0]).toMatchObject({ effect: EFFECT, record: { outcome: 'applied' } });
    expect(rows[0]?.entries).toHaveLength(3);
    expect(rows[1]?.record).toBeNull();
  });

  it('keeps changes of different tables apart, whose numbers are the same', () => {
    const release = { ...PROPOSED, id: 'releases.scheduled_change.1', kind: 'release' } as RecordedEntry;
    expect(historyRows([PROPOSED, release])).toHaveLength(2);
  });
});

it('labels events without the number of the change', () => {
  expect(plainLabel(SIGNED)).toBe('Rule 4 (Firefox, release)');
  expect(plainLabel({ label: 'Scheduled change 3', sc_id: 3 })).toBe('Scheduled change 3');
});
