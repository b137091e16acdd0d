// SPDX-License-Identifier: MPL-2.0
import { FIELDS, type FieldDescription, type RuleField, type RuleRow } from './ruleFields';
import { plain, textProblem } from './text';

/** A rule as it stands in a form: every field is a text, and an empty one stands for nothing. */
export type RuleDraft = Readonly<Record<RuleField, string>>;

const VERSION = /^(\d+(\.\d+)*(\.\*)?|[\w.]+)$/;
const COMPARISON = /^(<=?|>=?)?\s*/;

/** A rule as it is put into a form. */
export function draftOf(rule: RuleRow): RuleDraft {
  return Object.fromEntries(FIELDS.map(({ name }) => [name, text(rule[name])])) as RuleDraft;
}

/** What a form begins with for a rule that does not exist yet. */
export const NEW_RULE: RuleDraft = {
  ...(Object.fromEntries(FIELDS.map(({ name }) => [name, ''])) as RuleDraft),
  backgroundRate: '100',
  priority: '90',
  update_type: 'minor',
};

/** The rule that a form says. */
export function ruleOf(draft: RuleDraft): RuleRow {
  return Object.fromEntries(FIELDS.map((field) => [field.name, value(field, draft[field.name])])) as RuleRow;
}

/** What is wrong with a form, by field; a field that is fine is not named. */
export function problems(draft: RuleDraft): Partial<Record<RuleField, string>> {
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const problem = fieldProblem(field, draft[field.name].trim());
      return problem === null ? [] : [[field.name, problem]];
    }),
  );
}

/** The fields in which two forms say different things. */
export function changed(a: RuleDraft, b: RuleDraft): Set<RuleField> {
  return new Set(
    FIELDS.filter((field) => value(field, a[field.name]) !== value(field, b[field.name])).map(
      ({ name }) => name,
    ),
  );
}

function text(value: string | number | boolean | null): string {
  return value === null ? '' : String(value);
}

function value(field: FieldDescription, draft: string): string | number | boolean | null {
  const trimmed = plain(draft).trim();
  if (trimmed === '') {
    return null;
  }
  switch (field.kind) {
    case 'integer':
      return Number(trimmed);
    case 'yesNo':
      return trimmed === 'true';
    default:
      return trimmed;
  }
}

function fieldProblem({ name, kind, longest }: FieldDescription, draft: string): string | null {
  if (kind === 'integer') {
    return integerProblem(name, draft);
  }
  if (draft === '') {
    return null;
  }
  return textProblem(draft, longest) ?? conditionProblem(name, plain(draft));
}

function integerProblem(name: RuleField, draft: string): string | null {
  const [lowest, highest] = name === 'backgroundRate' ? [0, 100] : [0, 2_147_483_647];
  const fits = /^\d+$/.test(draft) && Number(draft) >= lowest && Number(draft) <= highest;
  if (fits) {
    return null;
  }
  return name === 'backgroundRate' ? 'A whole number from 0 to 100' : 'A whole number, 0 or more';
}

function conditionProblem(name: RuleField, draft: string): string | null {
  switch (name) {
    case 'alias':
      return /^[a-zA-Z][a-zA-Z0-9-]*$/.test(draft)
        ? null
        : 'Letters, digits and dashes, beginning with a letter';
    case 'buildID':
      return /^\d+$/.test(draft.replace(COMPARISON, '')) ? null : 'Digits, after <, <=, >, >= or nothing';
    case 'memory':
      return /^\d+$/.test(draft.replace(COMPARISON, '')) ? null : 'A number, after <, <=, >, >= or nothing';
    case 'version':
      return draft.split(',').every((version) => VERSION.test(version.trim().replace(COMPARISON, '')))
        ? null
        : 'Versions such as 140.0 or 60.*, after <, <=, >, >= or nothing, separated by commas';
    default:
      return null;
  }
}
