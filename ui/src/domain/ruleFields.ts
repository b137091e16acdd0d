// SPDX-License-Identifier: MPL-2.0
import contract from '../api/ruleFields.json';
import type { components } from '../api/schema';
import { changedFields, type FieldChange } from './diff';

/** What a rule says, whether it exists already or is only scheduled to. */
export type RuleRow = components['schemas']['StoredRule'];
export type RuleField = keyof RuleRow;

/** A field of rules: what people call it, and what it can hold. */
export type FieldDescription = Readonly<{
  name: RuleField;
  label: string;
  kind: 'text' | 'integer' | 'choice' | 'yesNo';
  hint?: string | undefined;
  /** How many characters a text can have at most. */
  maxLength?: number | undefined;
  /** Whether it is a list, of which the server drops all spaces. */
  isList?: boolean;
}>;

/** The fields of the OpenAPI document, conditions first. A condition that is added there is one here. */
const DESCRIBED = contract as readonly FieldDescription[];
const UPDATE_TYPE: FieldDescription = { name: 'update_type', label: 'Update type', kind: 'choice' };
const OFFERED: ReadonlySet<RuleField> = new Set(['mapping', 'backgroundRate', 'fallbackMapping']);
const KNOWN_BY: ReadonlySet<RuleField> = new Set(['priority', 'alias', 'comment']);

/** Which clients a rule is for. */
export const MATCHING: readonly FieldDescription[] = DESCRIBED.filter(
  ({ name }) => !OFFERED.has(name) && !KNOWN_BY.has(name),
);

/** What those clients get. */
export const OFFER: readonly FieldDescription[] = [
  ...DESCRIBED.filter(({ name }) => OFFERED.has(name)),
  UPDATE_TYPE,
];

/** What the rule is known by. */
export const ABOUT: readonly FieldDescription[] = DESCRIBED.filter(({ name }) => KNOWN_BY.has(name));

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
