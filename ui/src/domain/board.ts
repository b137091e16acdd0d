// SPDX-License-Identifier: MPL-2.0
import type { Rule } from '../api/rules';
import type { Shutoff } from '../api/shutoffs';
import type { ChangeOf } from './changes';
import { channelFits } from './channels';
import { MATCHING } from './ruleFields';

/** What clients of a product and channel are offered now. */
export type BoardRow = Readonly<{
  product: string;
  /** As rules name it; it may end with an asterisk. */
  channel: string;
  /** The rule that applies to clients to which no more special rule does; null where there is none. */
  rule: Rule | null;
  /** How many rules apply to some clients only, such as those of a locale. */
  special: number;
  shutoff: Shutoff | null;
  /** What is scheduled for any of these rules. */
  changes: readonly ChangeOf<'rule'>[];
}>;

const CONDITIONS = MATCHING.map(({ name }) => name).filter(
  (name) => name !== 'product' && name !== 'channel',
);
/** Channels that come first, in this order. */
const KNOWN = ['release', 'esr', 'beta', 'aurora', 'nightly'];

/** Returns the product and channel pairs that rules name, each with what its clients are offered. */
export function board(
  rules: readonly Rule[],
  changes: readonly ChangeOf<'rule'>[],
  shutoffs: readonly Shutoff[],
): BoardRow[] {
  const places = new Map<string, { product: string; channel: string }>();
  for (const { product, channel } of rules) {
    if (product && channel) {
      places.set(`${product}\n${channel}`, { product, channel });
    }
  }
  return [...places.values()]
    .sort((a, b) => a.product.localeCompare(b.product) || byChannel(a.channel, b.channel))
    .map(({ product, channel }) => rowOf(product, channel, rules, changes, shutoffs));
}

function rowOf(
  product: string,
  channel: string,
  rules: readonly Rule[],
  changes: readonly ChangeOf<'rule'>[],
  shutoffs: readonly Shutoff[],
): BoardRow {
  const plain = plainChannel(channel);
  const applying = rules.filter(
    (rule) => (!rule.product || rule.product === product) && channelFits(rule.channel, plain),
  );
  const ids = new Set(applying.map(({ rule_id: id }) => id));
  const general = applying
    .filter(isGeneral)
    .reduce<Rule | null>(
      (best, rule) => (best === null || (rule.priority ?? 0) > (best.priority ?? 0) ? rule : best),
      null,
    );
  return {
    product,
    channel,
    rule: general,
    special: applying.filter((rule) => !isGeneral(rule) && (rule.priority ?? 0) > (general?.priority ?? -1))
      .length,
    shutoff: shutoffs.find((one) => one.product === product && one.channel === plain) ?? null,
    changes: changes.filter(({ row }) =>
      row.rule_id === null
        ? row.product === product && channelFits(row.channel, plain)
        : ids.has(row.rule_id),
    ),
  };
}

function isGeneral(rule: Rule): boolean {
  return CONDITIONS.every((name) => rule[name] === null || rule[name] === '');
}

/** Returns a channel without the asterisk that stands for its variants. */
export function plainChannel(channel: string): string {
  return channel.replace(/\*$/, '');
}

function byChannel(a: string, b: string): number {
  return rank(a) - rank(b) || a.localeCompare(b);
}

function rank(channel: string): number {
  const found = KNOWN.indexOf(plainChannel(channel));
  return found === -1 ? KNOWN.length : found;
}
