// SPDX-License-Identifier: MPL-2.0
import type { components } from '../api/schema';
import { changedFields, type FieldChange } from './diff';

/** What a rule says, whether it exists already or is only scheduled to. */
export type RuleRow = components['schemas']['StoredRule'];
export type RuleField = keyof RuleRow;

type Kind = 'text' | 'integer' | 'choice' | 'yesNo';

/** A field of rules: what people call it, and what it can hold. */
export type FieldDescription = Readonly<{
  name: RuleField;
  label: string;
  kind: Kind;
  /** How many characters it can have at most. */
  longest: number;
  hint?: string;
}>;

function text(name: RuleField, label: string, longest: number, hint?: string): FieldDescription {
  return { name, label, kind: 'text', longest, hint };
}

/** Which clients a rule is for. */
export const MATCHING: readonly FieldDescription[] = [
  text('product', 'Product', 15),
  text('channel', 'Channel', 75, 'An asterisk at the end stands for any ending'),
  text('version', 'Version', 75, 'Such as <140.0, or 139.0,139.0.1, or 60.*'),
  text('buildID', 'Build ID', 20, 'Digits, after <, <=, >, >= or nothing'),
  text('buildTarget', 'Build target', 75, 'Exactly, such as WINNT_x86_64-msvc'),
  text('locale', 'Locale', 200, 'Several can be separated by commas'),
  text('osVersion', 'OS version', 1000, 'Parts of it; a comma is “or”, && is “and”'),
  text('instructionSet', 'Instruction set', 1000, 'Several can be separated by commas, without spaces'),
  text('memory', 'Memory', 100, 'In megabytes, after <, <=, >, >= or nothing'),
  text('headerArchitecture', 'Architecture', 10, 'Exactly: Intel or PPC, as the user agent says'),
  text('distribution', 'Distribution', 2000, 'Several can be separated by commas'),
  text('distVersion', 'Distribution version', 100, 'Exactly'),
  {
    name: 'jaws',
    label: 'Incompatible JAWS',
    kind: 'yesNo',
    longest: 3,
    hint: 'A screen reader with which new versions crash',
  },
  {
    name: 'mig64',
    label: '64-bit migration opt-in',
    kind: 'yesNo',
    longest: 3,
    hint: 'mig64: a 32-bit build that takes 64-bit updates',
  },
];

/** What those clients get. */
export const OFFER: readonly FieldDescription[] = [
  text('mapping', 'Release (mapping)', 100, 'Release for these clients'),
  {
    name: 'backgroundRate',
    label: 'Background rate',
    kind: 'integer',
    longest: 3,
    hint: 'Percentage of background update checks that get the release',
  },
  text(
    'fallbackMapping',
    'Fallback release (fallbackMapping)',
    100,
    'For clients outside the background rate',
  ),
  { name: 'update_type', label: 'Update type', kind: 'choice', longest: 15 },
];

/** What the rule is known by. */
export const ABOUT: readonly FieldDescription[] = [
  {
    name: 'priority',
    label: 'Priority',
    kind: 'integer',
    longest: 10,
    hint: 'Of the rules that fit a client, the one with the highest counts',
  },
  text('alias', 'Alias', 50, 'A name in place of the number'),
  text('comment', 'Comment', 500),
];

/** All fields, in the order in which people read them. */
export const FIELDS: readonly FieldDescription[] = [...MATCHING, ...OFFER, ...ABOUT];

const NAMES = FIELDS.map(({ name }) => name);
const LABELS = new Map<string, string>(FIELDS.map(({ name, label }) => [name, label]));

/** What people call a field. */
export function labelOf(field: string): string {
  return LABELS.get(field) ?? field;
}

/** In what two versions of a rule differ, with the names that people call the fields by. */
export function ruleDiff(before: RuleRow | null, after: RuleRow | null): FieldChange[] {
  return changedFields(before, after, NAMES).map((change) => {
    const show = change.field === 'backgroundRate' ? percent : (value: string | null) => value;
    return { field: labelOf(change.field), before: show(change.before), after: show(change.after) };
  });
}

function percent(value: string | null): string | null {
  return value === null ? null : `${value}\u00a0%`;
}

/** Only what a rule says, without its number and what else an answer of the API has. */
export function onlyFields(row: RuleRow): RuleRow {
  return Object.fromEntries(NAMES.map((name) => [name, row[name]])) as RuleRow;
}
