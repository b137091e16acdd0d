// SPDX-License-Identifier: MPL-2.0

import type { FieldChange } from './diff';
import { deed, fieldsOf, type HistoryEntry } from './history';

/** An event of history with its time and author. */
export type RecordedEntry = HistoryEntry &
  Readonly<{ id: string; label: string; changed_by: string; timestamp: number; sc_id: number | null }>;

/** What has become of a scheduled change. */
export type Outcome = 'scheduled' | 'applied' | 'cancelled';

/** One thing that happened to a scheduled change. */
export type Step = Readonly<{
  id: string;
  deed: string;
  by: string;
  at: number;
  /** The role of a signoff; null for anything else. */
  role: string | null;
  changes: readonly FieldChange[];
}>;

/** The record of a scheduled change, from its proposal to what became of it. */
export type ChangeRecord = Readonly<{
  outcome: Outcome;
  /** What it is about, such as “Rule 4 (Firefox, release)”. */
  label: string;
  changeType: 'insert' | 'update' | 'delete';
  /** The earliest first. */
  steps: readonly Step[];
  scheduledBy: string | null;
  /** The signoffs that were there at the end. */
  signoffs: readonly Readonly<{ user: string; role: string; at: number }>[];
  /** When it was applied or cancelled, and by whom; null while it is scheduled. */
  end: Readonly<{ at: number; by: string }> | null;
}>;

/**
 * Makes the record of a scheduled change of all that happened to it.
 *
 * @param entries in any order; not empty
 */
export function recordOf(entries: readonly RecordedEntry[]): ChangeRecord {
  const ordered = [...entries].sort((a, b) => a.timestamp - b.timestamp || order(a) - order(b));
  const changes = ordered.filter(({ signoff, comment, scheduled }) => scheduled && !signoff && !comment);
  const last = changes.at(-1);
  const outcome = last === undefined ? 'scheduled' : outcomeOf(last);
  return {
    outcome,
    label: plainLabel(last ?? (ordered.at(-1) as RecordedEntry)),
    changeType: typeOf(changes),
    steps: ordered.filter(isStep).map((entry) => ({
      id: entry.id,
      deed: deed(entry),
      by: entry.changed_by,
      at: entry.timestamp,
      role: entry.signoff ? roleOf(entry) : null,
      changes: entry.signoff || entry.comment || deed(entry) === 'Applied' ? [] : fieldsOf(entry),
    })),
    scheduledBy: changes.find(({ change_type: type }) => type === 'insert')?.changed_by ?? null,
    signoffs: standing(ordered, outcome),
    end: last === undefined || outcome === 'scheduled' ? null : { at: last.timestamp, by: last.changed_by },
  };
}

/** What somebody said is no step, but what blocked the change is. */
function isStep({ comment, after }: RecordedEntry): boolean {
  return !comment || after?.requests_changes === true;
}

/** At the same time, what is proposed comes before what is signed, and that before what is applied. */
function order(entry: RecordedEntry): number {
  if (entry.signoff || entry.comment) {
    return 1;
  }
  return entry.scheduled && entry.change_type === 'insert' ? 0 : 2;
}

function outcomeOf(entry: RecordedEntry): Outcome {
  if (entry.change_type === 'delete') {
    return 'cancelled';
  }
  return entry.after?.complete === true ? 'applied' : 'scheduled';
}

function typeOf(changes: readonly RecordedEntry[]): ChangeRecord['changeType'] {
  const type = changes.map(({ after, before }) => after?.change_type ?? before?.change_type).find(Boolean);
  return type === 'insert' || type === 'delete' ? type : 'update';
}

function roleOf({ before, after }: HistoryEntry): string {
  return String(after?.role ?? before?.role ?? '');
}

/** Cancelling takes all signoffs away in the same moment; they are kept in the record nevertheless. */
function standing(ordered: readonly RecordedEntry[], outcome: Outcome): ChangeRecord['signoffs'] {
  const end = ordered.at(-1)?.timestamp ?? 0;
  const given = new Map<string, Readonly<{ user: string; role: string; at: number }>>();
  for (const entry of ordered.filter(({ signoff }) => signoff)) {
    const user = String(entry.after?.username ?? entry.before?.username ?? entry.changed_by);
    if (entry.change_type !== 'delete') {
      given.set(user, { user, role: roleOf(entry), at: entry.timestamp });
    } else if (outcome === 'scheduled' || entry.timestamp < end - 1_000) {
      given.delete(user);
    }
  }
  return [...given.values()];
}

const PREFIX =
  /^(?:Signoff(?: by .+? as .+?)? of scheduled|Comment on scheduled|Scheduled) change \d+(?:: )?/;

/** Returns what an event is about, without the number of the scheduled change. */
export function plainLabel({ label, sc_id: id }: Pick<RecordedEntry, 'label' | 'sc_id'>): string {
  return label.replace(PREFIX, '') || `Scheduled change ${id}`;
}

const WORDS = { scheduled: 'Scheduled', applied: 'Applied', cancelled: 'Cancelled' } as const;

/** Returns an outcome in a word. */
export function outcomeText(outcome: Outcome): string {
  return WORDS[outcome];
}

/** Returns who signed as “A (releng), R (relman)”; empty where nobody has. */
export function signersText({ signoffs }: Pick<ChangeRecord, 'signoffs'>): string {
  return signoffs.map(({ user, role }) => `${user} (${role})`).join(', ');
}

/** One row of the history: an event, or all events of one scheduled change. */
export type HistoryRow = Readonly<{
  /** Identifies the row for as long as history is; stands in addresses. */
  key: string;
  /** The latest first. */
  entries: readonly RecordedEntry[];
  /** What was changed in force, by itself or by the scheduled change; null where nothing was. */
  effect: RecordedEntry | null;
  /** Null for an event of something that is in force. */
  record: ChangeRecord | null;
}>;

/** By how much the entry of what was applied and that of the scheduled change may differ, in milliseconds. */
const TOGETHER = 2_000;

/**
 * Gathers the events of each scheduled change, and what it changed, in one row at the time of the latest of them.
 *
 * @param entries the latest first
 */
export function historyRows(entries: readonly RecordedEntry[]): HistoryRow[] {
  const groups = new Map<string, RecordedEntry[]>();
  for (const entry of entries) {
    if (entry.sc_id !== null) {
      const key = groupKey(entry);
      groups.set(key, [...(groups.get(key) ?? []), entry]);
    }
  }
  const applied = [...groups].flatMap(([key, group]) =>
    group.filter((entry) => deed(entry) === 'Applied').map((entry) => ({ key, entry })),
  );
  const rows = new Map<string, HistoryRow>();
  for (const entry of entries) {
    const effect = entry.sc_id === null ? entry : null;
    const key = effect === null ? groupKey(entry) : applied.find((one) => isOf(entry, one.entry))?.key;
    const known = key === undefined ? undefined : rows.get(key);
    if (key === undefined) {
      rows.set(entry.id, { key: entry.id, entries: [entry], effect, record: null });
    } else if (known === undefined) {
      const group = groups.get(key) ?? [];
      rows.set(key, { key, entries: group, effect, record: recordOf(group) });
    } else if (effect !== null) {
      rows.set(key, { ...known, effect });
    }
  }
  return [...rows.values()];
}

/** The table stands at the beginning of the id: numbers of scheduled changes are unique within it. */
function groupKey({ id, sc_id }: RecordedEntry): string {
  return `${id.split('.')[0]}.change.${sc_id}`;
}

/** Whether an event is what a scheduled change did when it was applied. */
function isOf(entry: RecordedEntry, applied: RecordedEntry): boolean {
  return (
    entry.kind === applied.kind &&
    Math.abs(entry.timestamp - applied.timestamp) <= TOGETHER &&
    Object.entries(applied.key).every(([name, value]) => value === null || entry.key[name] === value)
  );
}
