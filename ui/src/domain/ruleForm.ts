// SPDX-License-Identifier: MPL-2.0
import { FIELDS, type FieldDescription, type RuleField, type RuleRow } from './ruleFields';
import { versionProblem } from './ruleVersion';
import { plain, textProblem } from './text';

/** What is written in the fields of a form, before it is a rule. */
export type RuleForm = Readonly<Record<RuleField, string>>;
export type FormProblems = Readonly<Partial<Record<RuleField, string>>>;

/** What a form for a new rule begins with. */
export const BLANK: RuleForm = {
  ...(Object.fromEntries(FIELDS.map(({ name }) => [name, ''])) as Record<RuleField, string>),
  backgroundRate: '100',
  update_type: 'minor',
};

const REQUIRED: ReadonlySet<RuleField> = new Set(['mapping', 'priority', 'backgroundRate', 'update_type']);
const LARGEST = 2_147_483_647;

/** What a rule looks like in the form. */
export function toForm(row: RuleRow): RuleForm {
  return Object.fromEntries(
    FIELDS.map(({ name }) => {
      const value = row[name];
      return [
        name,
        typeof value === 'boolean' ? (value ? 'yes' : 'no') : value === null ? '' : String(value),
      ];
    }),
  ) as RuleForm;
}

/** The rule that a form without problems describes, as the server will store it. */
export function fromForm(form: RuleForm): RuleRow {
  return Object.fromEntries(FIELDS.map((field) => [field.name, stored(field, form[field.name])])) as RuleRow;
}

function stored({ kind, isList }: FieldDescription, written: string): string | number | boolean | null {
  const text = isList ? plain(written).replace(/\s/g, '') : plain(written).trim();
  if (text === '') {
    return null;
  }
  switch (kind) {
    case 'integer':
      return Number(text);
    case 'yesNo':
      return text === 'yes';
    default:
      return text;
  }
}

/** The fields that have been changed, and still are. */
export function changed(before: RuleForm, now: RuleForm): ReadonlySet<RuleField> {
  const [was, is] = [fromForm(before), fromForm(now)];
  return new Set(FIELDS.map(({ name }) => name).filter((name) => was[name] !== is[name]));
}

/**
 * What keeps a form from being sent, by field; empty where nothing does.
 *
 * @param before what was there; fields that were empty can stay so, even where a new rule needs them
 */
export function formProblems(form: RuleForm, before: RuleForm | null = null): FormProblems {
  const problems: Partial<Record<RuleField, string>> = {};
  for (const field of FIELDS) {
    const problem = problemOf(field, form[field.name].trim(), before?.[field.name] ?? null);
    if (problem !== null) {
      problems[field.name] = problem;
    }
  }
  return problems;
}

function problemOf(field: FieldDescription, text: string, before: string | null): string | null {
  const { name, maxLength = Number.POSITIVE_INFINITY } = field;
  if (text === '') {
    return REQUIRED.has(name) && before !== '' ? (EMPTY[name] ?? null) : null;
  }
  return (field.kind === 'text' ? textProblem(text, maxLength) : null) ?? FORMS[name]?.(text) ?? null;
}

const EMPTY: Readonly<Partial<Record<RuleField, string>>> = {
  mapping: 'A rule needs a release.',
  priority: 'A rule needs a priority.',
  backgroundRate: 'Say how many percent, up to 100.',
  update_type: 'Choose minor or major.',
};

const FORMS: Readonly<Partial<Record<RuleField, (text: string) => string | null>>> = {
  priority: (text) => integer(text, LARGEST, 'An integer of at least 0.'),
  backgroundRate: (text) => integer(text, 100, 'An integer from 0 to 100.'),
  alias: (text) =>
    /^[a-zA-Z][a-zA-Z0-9-]*$/.test(text) ? null : 'Letters, digits and hyphens, beginning with a letter.',
  buildID: (text) => (/^(?:[<>]=?)?\d+$/.test(text) ? null : 'Digits, after one of <, <=, >, >= or nothing.'),
  memory: (text) =>
    /^(?:[<>]=?)?\d+$/.test(text) ? null : 'A number of megabytes, after one of <, <=, >, >= or nothing.',
  version: versionProblem,
  channel: (text) => asteriskProblem(text),
};

function integer(text: string, largest: number, otherwise: string): string | null {
  return /^\d+$/.test(text) && Number(text) <= largest ? null : otherwise;
}

function asteriskProblem(text: string): string | null {
  const at = text.indexOf('*');
  if (at < 0) {
    return null;
  }
  if (at < text.length - 1) {
    return 'An asterisk only stands for others at the end.';
  }
  return text.length < 3 ? 'At least two characters have to come before the asterisk.' : null;
}

/** What looks wrong, though it can be sent, by field. */
export function formWarnings(form: RuleForm, releases: ReadonlySet<string> | null): FormProblems {
  const warnings: Partial<Record<RuleField, string>> = {};
  for (const name of ['mapping', 'fallbackMapping'] as const) {
    const release = form[name].trim();
    if (release !== '' && releases !== null && !releases.has(release)) {
      warnings[name] = 'There is no such release. The server rejects it until there is one.';
    }
  }
  if (form.fallbackMapping.trim() !== '' && form.backgroundRate.trim() === '100') {
    warnings.fallbackMapping ??= 'At a background rate of 100, no client gets this.';
  }
  if (form.product.trim() === '' && form.channel.trim() === '') {
    warnings.product = 'Without product and channel it is for all clients of all products.';
  }
  return warnings;
}
