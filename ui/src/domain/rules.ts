// SPDX-License-Identifier: MPL-2.0
import type { Rule } from '../api/rules';
import type { ChangeOf } from './changes';
import { channelFits } from './channels';
import type { Account } from './permissions';
import { FIELDS, type RuleRow } from './ruleFields';
import { sentenceText } from './ruleSentence';
import { isComplete, rolesToSign } from './signoffs';

/** A rule as lists show it: one that there is, or one that is scheduled to be. */
export type RuleEntry = Readonly<{
  key: string;
  /** Null for one that is only scheduled to be. */
  rule: Rule | null;
  /** What the rule says; what it shall say for one that is only scheduled to be. */
  row: RuleRow;
  /** What is scheduled for it; null where nothing is. */
  change: ChangeOf<'rule'> | null;
}>;

/** The entries of a list, with what it is searched for. */
export type RuleIndex = Readonly<{
  entries: readonly RuleEntry[];
  /** All that each entry says, in lower case, in the order of the entries. */
  texts: readonly string[];
  products: readonly string[];
  channels: readonly string[];
}>;

/** What a list is narrowed down to. */
export type RuleFilter = Readonly<{
  /** Words that have to be somewhere in the rule. */
  text: string;
  /** Empty for all. */
  product: string;
  /** Empty for all. */
  channel: string;
  show: '' | 'scheduled' | 'waiting' | 'mine';
}>;

export const NO_RULE_FILTER: RuleFilter = { text: '', product: '', channel: '', show: '' };

/** Rules and those that are scheduled to be, the highest priority first. */
export function ruleIndex(rules: readonly Rule[], changes: readonly ChangeOf<'rule'>[]): RuleIndex {
  const changeOf = new Map(changes.map((change) => [change.row.rule_id, change]));
  const present = rules.map(
    (rule): RuleEntry => ({
      key: `rule-${rule.rule_id}`,
      rule,
      row: rule,
      change: changeOf.get(rule.rule_id) ?? null,
    }),
  );
  const coming = changes
    .filter(({ changeType }) => changeType === 'insert')
    .map((change): RuleEntry => ({ key: `change-${change.id}`, rule: null, row: change.row, change }));
  const entries = [...present, ...coming].sort(byPriority);
  return {
    entries,
    texts: entries.map(searchedText),
    products: different(entries.map(({ row }) => row.product)),
    channels: different(entries.map(({ row }) => row.channel)),
  };
}

function byPriority(a: RuleEntry, b: RuleEntry): number {
  return (
    (b.row.priority ?? 0) - (a.row.priority ?? 0) ||
    (a.row.product ?? '').localeCompare(b.row.product ?? '') ||
    (a.row.channel ?? '').localeCompare(b.row.channel ?? '') ||
    (a.rule?.rule_id ?? Number.MAX_SAFE_INTEGER) - (b.rule?.rule_id ?? Number.MAX_SAFE_INTEGER)
  );
}

function different(values: readonly (string | null)[]): string[] {
  return [...new Set(values)].filter((value): value is string => value !== null && value !== '').sort();
}

function searchedText({ rule, row, change }: RuleEntry): string {
  const rows = change === null || change.changeType === 'delete' ? [row] : [row, change.row];
  const values = rows.flatMap((each) => FIELDS.map(({ name }) => each[name]));
  // What is shown is found: the sentence, the number, the rate; and each value for itself, as “field:value” too.
  const shown = rows.flatMap((each) => [
    sentenceText(each),
    `${each.backgroundRate ?? 0} % background rate ${each.backgroundRate ?? 0} %`,
  ]);
  const fields = rows.flatMap((each) =>
    FIELDS.filter(({ name }) => each[name] !== null && each[name] !== '').map(
      ({ name }) => `${name}:${each[name]}`,
    ),
  );
  const name = rule === null ? 'new rule' : `rule ${rule.rule_id}`;
  return [name, ...shown, ...values, ...fields, change?.scheduledBy]
    .filter((value) => value !== null && value !== undefined)
    .join('\n')
    .replaceAll('\u00a0', ' ')
    .toLowerCase();
}

/** Returns the words of a search in lower case; “rule 4”, “25 %” and what is quoted are one each. */
function searchWords(text: string): string[] {
  const words = text.toLowerCase().match(/"[^"]*"|rule \d+|\d+ ?%|\S+/g) ?? [];
  return words
    .map((word) =>
      word
        .replace(/^"(.*)"$/, '$1')
        .replace(/^(\d+)%$/, '$1 %')
        .replace(/^(rule \d+)$/, '$1\n'),
    )
    .filter(Boolean);
}

/** The entries that fit, in the order that they have. */
export function filterRules(index: RuleIndex, filter: RuleFilter, account: Account): RuleEntry[] {
  const words = searchWords(filter.text);
  return index.entries.filter(
    (entry, i) =>
      shows(entry, filter.show, account) &&
      isFor(entry, filter.product, filter.channel) &&
      words.every((word) => index.texts[i]?.includes(word)),
  );
}

function shows({ change }: RuleEntry, show: RuleFilter['show'], account: Account): boolean {
  switch (show) {
    case '':
      return true;
    case 'scheduled':
      return change !== null;
    case 'waiting':
      return change !== null && !isComplete(change.required, change.signoffs);
    case 'mine':
      return change !== null && rolesToSign(account, change.required, change.signoffs).length > 0;
  }
}

/** Rules without a product or channel are for all of them, and so for the one that is looked for. */
function isFor({ row, change }: RuleEntry, product: string, channel: string): boolean {
  const rows = change === null || change.changeType === 'delete' ? [row] : [row, change.row];
  return rows.some(
    (each) =>
      (product === '' || !each.product || each.product === product) &&
      (channel === '' || channelFits(each.channel, channel)),
  );
}

/** The filter that an address asks for. */
export function readRuleFilter(query: URLSearchParams): RuleFilter {
  const show = query.get('only');
  return {
    text: query.get('q') ?? '',
    product: query.get('product') ?? '',
    channel: query.get('channel') ?? '',
    show: show === 'scheduled' || show === 'waiting' || show === 'mine' ? show : '',
  };
}

/** Writes a filter into an address, and leaves what else the address says. */
export function writeRuleFilter(filter: RuleFilter, address: URLSearchParams): URLSearchParams {
  const query = new URLSearchParams(address);
  const set = (name: string, value: string) => (value === '' ? query.delete(name) : query.set(name, value));
  set('q', filter.text.trim());
  set('product', filter.product);
  set('channel', filter.channel);
  set('only', filter.show);
  return query;
}
