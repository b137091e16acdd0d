// SPDX-License-Identifier: MPL-2.0
import { textProblem } from './text';

/** What is to be shut off. */
export type Target = Readonly<{ product: string; channel: string }>;

const LONGEST = { product: 15, channel: 75, comment: 500 } as const;

/** What is wrong with what was chosen, field by field; null where a field is fine. */
export type TargetProblems = Readonly<Record<'product' | 'channel' | 'reason', string | null>>;

/** What keeps a shutoff from being made as it was put in. */
export function problems(target: Target, reason: string): TargetProblems {
  return {
    product: target.product === '' ? null : textProblem(target.product, LONGEST.product),
    channel: target.channel.includes('*')
      ? 'A shutoff is for one channel; an asterisk does not stand for others here.'
      : textProblem(target.channel, LONGEST.channel),
    reason: textProblem(reason, LONGEST.comment),
  };
}

/** What looks wrong, though it is possible: names that no rule knows, or in other letters. */
export function doubts(target: Target, products: readonly string[], channels: readonly string[]): string[] {
  return [doubt('product', target.product, products), doubt('channel', target.channel, channels)].filter(
    (text) => text !== null,
  );
}

function doubt(what: string, name: string, known: readonly string[]): string | null {
  if (name === '' || known.length === 0 || known.includes(name)) {
    return null;
  }
  const similar = known.find((other) => other.toLowerCase() === name.toLowerCase());
  return similar === undefined
    ? `No rule knows a ${what} “${name}”. Check how it is written.`
    : `No rule knows a ${what} “${name}”; there is “${similar}”.`;
}

/** The channels that rules are for, without the asterisks that stand for several. */
export function plainChannels(channels: readonly string[]): string[] {
  return [...new Set(channels.map((channel) => channel.replace(/\*$/, '')))].sort();
}

/** Whether what was typed names the product and channel. Phones begin with capitals and end with spaces. */
export function confirms(typed: string, { product, channel }: Target): boolean {
  return normal(typed) === normal(`${product} ${channel}`);
}

function normal(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** What shutting off will do, as people say it. */
export function consequence({ product, channel }: Target): string {
  return `No client of ${product} on ${channel} will be offered any update until it is enabled again.`;
}
