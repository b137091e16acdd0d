// SPDX-License-Identifier: MPL-2.0
import type { Rule } from '../api/rules';

/** The columns of the file, named as in the API. */
const COLUMNS = [
  'rule_id',
  'alias',
  'priority',
  'product',
  'channel',
  'version',
  'buildID',
  'buildTarget',
  'locale',
  'osVersion',
  'instructionSet',
  'memory',
  'headerArchitecture',
  'distribution',
  'distVersion',
  'jaws',
  'mig64',
  'mapping',
  'fallbackMapping',
  'backgroundRate',
  'update_type',
  'comment',
  'data_version',
] as const satisfies readonly (keyof Rule)[];

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
