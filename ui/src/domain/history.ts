// SPDX-License-Identifier: MPL-2.0
import { changedFields, type FieldChange } from './diff';
import { labelOf } from './ruleFields';
import { utc } from './time';

/** The kinds of things that have a history, by the names that the API has for them. */
export const HISTORY_KINDS = {
  rule: 'Rules',
  release: 'Releases',
  emergency_shutoff: 'Emergency shutoffs',
  pin: 'Pins',
  permission: 'Permissions',
  user_role: 'Roles of users',
  product_required_signoff: 'Required signoffs of products',
  permission_required_signoff: 'Required signoffs of permissions',
  expectation: 'Expectations',
  change_set: 'Change sets',
} as const;

export type HistoryKind = keyof typeof HISTORY_KINDS;

type State = Readonly<Record<string, unknown>> | null;

/** Something that happened. */
export type HistoryEntry = Readonly<{
  kind: HistoryKind;
  scheduled: boolean;
  signoff: boolean;
  comment: boolean;
  change_type: 'insert' | 'update' | 'delete';
  key: Readonly<Record<string, string | number | null>>;
  before: State;
  after: State;
}>;

/** What was done, in a word or two. */
export function deed(entry: HistoryEntry): string {
  const { change_type: type, scheduled, signoff, comment, before, after } = entry;
  if (comment) {
    return commentDeed(entry);
  }
  if (signoff) {
    return type === 'delete' ? 'Signoff withdrawn' : 'Signed off';
  }
  if (scheduled) {
    const applied = type === 'update' && after?.complete === true && before?.complete !== true;
    return applied ? 'Applied' : { insert: 'Scheduled', update: 'Edited', delete: 'Cancelled' }[type];
  }
  return { insert: 'Added', update: 'Changed', delete: 'Deleted' }[type];
}

function commentDeed({ change_type: type, after }: HistoryEntry): string {
  if (type === 'insert') {
    return after?.requests_changes === true ? 'Changes requested' : 'Commented';
  }
  return after?.resolved_by === after?.username
    ? 'Request for changes withdrawn'
    : 'Request for changes dismissed';
}

// What says nothing to people, or is said elsewhere.
const HIDDEN = new Set(['data_version', 'sc_data_version', 'sc_id', 'change_id', 'complete', 'scheduled_by']);

/** Returns what differs between before and after, field by field, under the names that the forms have for them. */
export function fieldsOf({ kind, comment, before, after }: HistoryEntry): FieldChange[] {
  if (comment) {
    return changedFields(before, after, ['message']).map((change) => ({ ...change, field: 'Comment' }));
  }
  const names = new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})]);
  const nameOf = kind === 'rule' ? (field: string) => LABELS[field] ?? labelOf(field) : labelled;
  return changedFields(
    readable(before),
    readable(after),
    [...names].filter((name) => !HIDDEN.has(name)),
  ).map((change) => ({ ...change, field: nameOf(change.field) }));
}

/** What columns are called that are not fields of rules. */
const LABELS: Readonly<Record<string, string>> = {
  when: 'Due',
  change_type: 'Kind of change',
  rule_id: 'Rule',
  signoffs_required: 'Signoffs required',
  telemetry_product: 'Uptake: product',
  telemetry_channel: 'Uptake: channel',
  telemetry_uptake: 'Uptake: updated clients',
};

function labelled(field: string): string {
  const words = LABELS[field] ?? field.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function readable(state: State): State {
  return typeof state?.when === 'number' ? { ...state, when: utc(state.when) } : state;
}

/** Where the thing is shown that something happened to; null where that is no longer known. */
export function placeOf({ kind, key }: HistoryEntry): string | null {
  switch (kind) {
    case 'rule':
      return key.rule_id == null ? null : `/rules/${key.rule_id}`;
    case 'release':
      return key.name == null ? null : `/releases/${encodeURIComponent(key.name)}`;
    case 'permission':
    case 'user_role':
      return key.username == null ? null : `/users/${encodeURIComponent(key.username)}`;
    case 'emergency_shutoff':
      return '/shutoffs';
    case 'pin':
      return '/pins';
    case 'product_required_signoff':
    case 'permission_required_signoff':
      return '/required-signoffs';
    case 'expectation':
      return key.name == null ? null : `/expectations?text=${encodeURIComponent(key.name)}`;
    case 'change_set':
      return key.set_id == null ? null : `/change-sets/${key.set_id}`;
  }
}

/** What is looked for, as it stands in the address. */
export type HistoryFilter = Readonly<{
  kind: string;
  by: string;
  product: string;
  channel: string;
  name: string;
  /** Milliseconds since 1970; empty for any time. */
  from: string;
  to: string;
}>;

export const NO_HISTORY_FILTER: HistoryFilter = {
  kind: '',
  by: '',
  product: '',
  channel: '',
  name: '',
  from: '',
  to: '',
};

/** What the API is asked for. What can’t be understood is left out. */
export function historyQuery(filter: HistoryFilter) {
  return {
    ...(filter.kind in HISTORY_KINDS ? { kind: filter.kind as HistoryKind } : {}),
    ...given('changed_by', filter.by),
    ...given('product', filter.product),
    ...given('channel', filter.channel),
    ...given('name', filter.name),
    ...moment('timestamp_from', filter.from),
    ...moment('timestamp_to', filter.to),
  };
}

function given<N extends string>(name: N, text: string): { [K in N]?: string } {
  return text.trim() === '' ? {} : ({ [name]: text.trim() } as { [K in N]?: string });
}

function moment<N extends string>(name: N, text: string): { [K in N]?: number } {
  return /^\d+$/.test(text) ? ({ [name]: Number(text) } as { [K in N]?: number }) : {};
}
