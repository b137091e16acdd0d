// SPDX-License-Identifier: MPL-2.0
import { type ChangeOf, type ScheduledChange, title } from './changes';
import { changedFields, type FieldChange } from './diff';
import { differences } from './jsonDiff';
import { type Json, same } from './jsonMerge';
import type { PermissionOptions } from './permissions';
import { numberDiff, type Stored } from './requirementGroups';
import { type RuleRow, ruleDiff } from './ruleFields';
import { ruleBrief, sentenceText } from './ruleSentence';
import { utc } from './time';
import { permissionDiff } from './users';

/** What a scheduled change does: the fields that change, and a sentence where fields do not say it. */
export type ChangeDetails = Readonly<{
  changes: readonly FieldChange[];
  note: string | null;
  /** What is deleted, in one line; absent where nothing is, or nobody may see it. */
  deleted?: string;
}>;

/** What there is now of that which a change is about; null where there is nothing, or nobody may see it. */
export type Present =
  | Readonly<{ kind: 'rule'; rule: RuleRow | null }>
  | Readonly<{ kind: 'release'; data: Json | null }>
  | Readonly<{ kind: 'splitRelease'; data: Json | null; scheduled: Json | null }>
  | Readonly<{ kind: 'permission'; options: PermissionOptions | undefined }>
  | Readonly<{ kind: 'productSignoff' | 'permissionSignoff'; stored: Stored | undefined }>
  | Readonly<{ kind: 'shutoff' | 'userRole' }>
  | Readonly<{ kind: 'pin'; mapping: string | null }>;

const SAME = 'Nothing differs from what is in force now.';

/** What a change does to what there is now. */
export function detailsOf(change: ScheduledChange, present: Present): ChangeDetails {
  if (change.kind === 'rule' && present.kind === 'rule') {
    return ruleDetails(change, present.rule);
  }
  if (change.kind === 'release' && present.kind === 'release') {
    return releaseDetails(change, present.data, change.row.data as Json | null);
  }
  if (change.kind === 'splitRelease' && present.kind === 'splitRelease') {
    return releaseDetails(change, present.data, present.scheduled);
  }
  if (change.kind === 'permission' && present.kind === 'permission') {
    const after = change.changeType === 'delete' ? undefined : change.row.options;
    return differing(permissionDiff(change.row.permission, present.options, after));
  }
  if (
    (change.kind === 'productSignoff' && present.kind === 'productSignoff') ||
    (change.kind === 'permissionSignoff' && present.kind === 'permissionSignoff')
  ) {
    return differing(numberDiff(change, present.stored));
  }
  if (change.kind === 'pin' && present.kind === 'pin') {
    const after = change.changeType === 'delete' ? null : change.row.mapping;
    return differing(changedFields({ Release: present.mapping }, { Release: after }, ['Release']));
  }
  if (change.kind === 'userRole') {
    const { username, role } = change.row;
    const may = change.changeType === 'delete' ? 'can no longer' : 'can';
    return { changes: [], note: `${username} ${may} sign off as ${role}.` };
  }
  return { changes: [], note: 'The shutoff ends. Clients are offered updates again.' };
}

function differing(changes: readonly FieldChange[]): ChangeDetails {
  return { changes, note: changes.length === 0 ? SAME : null };
}

function ruleDetails(change: ChangeOf<'rule'>, present: RuleRow | null): ChangeDetails {
  if (change.changeType !== 'delete') {
    return differing(ruleDiff(present, change.row));
  }
  const rule = present === null ? '' : ` It says now: ${sentenceText(present)}.`;
  return {
    changes: [],
    note: `The rule is deleted. Clients get what the next rule offers.${rule}`,
    ...(present === null ? {} : { deleted: ruleBrief(present) }),
  };
}

function releaseDetails(
  change: ChangeOf<'release'> | ChangeOf<'splitRelease'>,
  before: Json | null,
  after: Json | null,
): ChangeDetails {
  if (change.changeType === 'delete') {
    return { changes: [], note: 'The release is deleted, with all of its data.' };
  }
  const data =
    after === null || (before !== null && same(before, after)) ? [] : differences(before ?? {}, after);
  const readOnly = change.row.read_only;
  const isAboutReadOnly = readOnly !== null && (change.kind === 'splitRelease' || data.length === 0);
  const flag = isAboutReadOnly
    ? changedFields({ 'Read-only': readOnly ? 'no' : 'yes' }, { 'Read-only': readOnly ? 'yes' : 'no' }, [
        'Read-only',
      ])
    : [];
  return differing([...flag, ...data]);
}

/** So many fields are named in one line. */
const FEW = 3;

/** Returns what a change does in one line: “Rule 4 · Firefox release: background rate 25 % → 50 %”. */
export function oneLine(change: ScheduledChange, { changes, note, deleted }: ChangeDetails): string {
  if (deleted !== undefined) {
    return `${title(change)}: ${deleted}`;
  }
  const named = changes.slice(0, FEW).map(({ field, before, after }) => {
    const [from, to] = [brief(before), brief(after)];
    return from === null ? `${lower(field)} ${to}` : `${lower(field)} ${from} → ${to ?? 'none'}`;
  });
  const more = changes.length > FEW ? ` and ${changes.length - FEW} more` : '';
  const what = named.length === 0 ? (note ?? '') : `${named.join(', ')}${more}`;
  return `${title(change)}: ${what}`;
}

/** Returns a label for the middle of a line, without the name of the column; abbreviations stay as they are. */
function lower(label: string): string {
  const field = label.replace(/ \([a-zA-Z]+\)$/, '');
  return /^[A-Z][a-z]/.test(field) ? field.charAt(0).toLowerCase() + field.slice(1) : field;
}

/** Longer values are cut in one line. */
const LONGEST = 60;

function brief(value: string | null): string | null {
  return value !== null && value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
}

/** A scheduled change, and what it did when it was read. */
export type ReadChange = Readonly<{ change: ScheduledChange; details: ChangeDetails }>;

/**
 * What a change says now that it did not say when it was read: {@code before} is what was read, {@code after} what is
 * current. Empty where only something that it reaches was edited, such as the release that it maps to.
 */
export function changedSince(read: ReadChange, now: ReadChange): FieldChange[] {
  const before = content(read);
  const after = content(now);
  return changedFields(before, after, [...new Set([...Object.keys(before), ...Object.keys(after)])]);
}

function content({ change, details }: ReadChange): Record<string, string | null> {
  return {
    Change: { insert: 'add', update: 'change', delete: 'delete' }[change.changeType],
    Time: condition(change),
    ...Object.fromEntries(details.changes.map(({ field, after }) => [field, after ?? 'no value'])),
  };
}

function condition(change: ScheduledChange): string | null {
  if (change.when !== null) {
    return utc(change.when);
  }
  if (change.kind !== 'rule' || change.row.telemetry_uptake === null) {
    return null;
  }
  const { telemetry_product: product, telemetry_channel: channel, telemetry_uptake: uptake } = change.row;
  return `at an uptake of ${uptake} on ${product} ${channel}`;
}
