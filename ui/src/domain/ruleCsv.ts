// SPDX-License-Identifier: MPL-2.0
import type { Rule } from '../api/rules';
import { FIELDS } from './ruleFields';

/** The columns of the file, named as in the API. */
const COLUMNS: readonly (keyof Rule)[] = ['rule_id', ...FIELDS.map(({ name }) => name), 'data_version'];

/**
 * Returns rules as CSV with a header (RFC 4180). A spreadsheet would execute a text that begins like a formula, so such a
 * text begins with an apostrophe (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export function ruleCsv(rules: readonly Partial<Rule>[]): string {
  const lines = rules.map((rule) => COLUMNS.map((column) => cell(rule[column])));
  return [COLUMNS, ...lines].map((line) => `${line.join(',')}\r\n`).join('');
}

function cell(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
