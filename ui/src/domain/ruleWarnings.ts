// SPDX-License-Identifier: MPL-2.0
import type { Rule } from '../api/rules';
import { channelFits } from './channels';
import { productOf } from './releaseProduct';
import { MATCHING, type RuleField, type RuleRow } from './ruleFields';

const CONDITIONS = MATCHING.map(({ name }) => name).filter(
  (name) => name !== 'product' && name !== 'channel',
);
const LANGUAGES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/**
 * Returns what looks wrong with a rule beside the other rules, by field, though the server accepts it: a release of
 * another product, a rule that can never apply, an exact duplicate, an unknown build target or locale.
 *
 * @param id of the rule; null for one that is added
 * @param rules all rules
 * @param locales the lists of locales that rules have
 */
export function ruleWarnings(
  row: RuleRow,
  id: number | null,
  rules: readonly Rule[],
  locales: readonly string[],
): Partial<Record<RuleField, string>> {
  const others = rules.filter((rule) => rule.rule_id !== id);
  const warnings: Partial<Record<RuleField, string>> = {};
  const products = new Set(rules.flatMap(({ product }) => product || []));
  for (const field of ['mapping', 'fallbackMapping'] as const) {
    const owner = productOf(row[field] ?? '', products);
    if (row.product && owner !== null && owner !== row.product) {
      warnings[field] = `This is a release of ${owner}, and the rule is for ${row.product}.`;
    }
  }
  const hiding = others.find((rule) => (rule.priority ?? 0) > (row.priority ?? 0) && covers(rule, row));
  const twin = others.find(
    (rule) => rule.priority === row.priority && covers(rule, row) && covers(row, rule),
  );
  if (hiding !== undefined) {
    warnings.priority = `Never applies: rule ${hiding.rule_id} (priority ${hiding.priority}) matches all of its clients first.`;
  } else if (twin !== undefined) {
    warnings.priority = `Rule ${twin.rule_id} has the same conditions and priority: which of them applies is not defined.`;
  }
  if (row.buildTarget && others.length > 0 && !others.some((rule) => rule.buildTarget === row.buildTarget)) {
    warnings.buildTarget =
      'No other rule has this build target. It has to be exact, such as WINNT_x86_64-msvc.';
  }
  const unknown = unknownLocales(row.locale, locales);
  if (unknown.length > 0) {
    warnings.locale = `Unknown ${unknown.length === 1 ? 'locale' : 'locales'}: ${unknown.join(', ')}`;
  }
  return warnings;
}

/** Whether each client that the second rule matches is matched by the first. What can’t be told counts as no. */
function covers(first: RuleRow, second: RuleRow): boolean {
  return (
    (!first.product || first.product === second.product) &&
    coversChannel(first.channel, second.channel) &&
    CONDITIONS.every((name) => isEmpty(first[name]) || first[name] === second[name])
  );
}

function coversChannel(first: string | null, second: string | null): boolean {
  if (!first || first === second) {
    return true;
  }
  return second !== null && second !== '' && channelFits(first, second.replace(/\*$/, ''));
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

function unknownLocales(list: string | null, known: readonly string[]): string[] {
  const used = new Set(known.flatMap(split));
  return split(list ?? '').filter((code) => !used.has(code) && !isLanguage(code));
}

function split(list: string): string[] {
  return list
    .split(',')
    .map((code) => code.trim())
    .filter(Boolean);
}

function isLanguage(code: string): boolean {
  try {
    return LANGUAGES.of(code) !== undefined;
  } catch {
    return false;
  }
}
