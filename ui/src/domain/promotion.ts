// SPDX-License-Identifier: MPL-2.0
import type { ChannelComparison, ChannelQuestion, RulePair } from '../api/promotion';
import type { FieldChange } from './diff';
import { show } from './diff';
import { labelOf } from './ruleFields';
import { counted } from './text';

/** What can be promoted together, as the values of a choice. */
export const PROMOTABLE = {
  mapping: 'The release',
  'mapping,fallbackMapping': 'The release and the fallback release',
  'mapping,fallbackMapping,backgroundRate': 'The release, the fallback release and the rate',
} as const;

export type Promotable = keyof typeof PROMOTABLE;

/** The background rate with which a rollout begins, as the values of a choice. */
export const ROLLOUTS = ['10', '25', '50'] as const;

/** Returns a rollout of the address; an empty string where the rate stays as it is. */
export function rolloutOf(value: string | null): string {
  return value !== null && /^(\d|[1-9]\d|100)$/.test(value) ? value : '';
}

/** Returns what is to be promoted by a value of the address; the release where that says nothing. */
export function promotable(value: string | null): Promotable {
  return value !== null && value in PROMOTABLE ? (value as Promotable) : 'mapping';
}

type Channels = Readonly<{ product: string; from: string; to: string }>;
type Placed = Readonly<{ product: string | null; channel: string | null }>;

/** The names of test channels after that of the live channel, such as release-cdntest and betatest. */
const TEST = /^(.+?)(?:-[a-z]*)?test$/;

/** Returns the test channels that rules are for, each with its live channel, for suggestions. */
export function usualPairs(rules: readonly Placed[]): Channels[] {
  const places = new Map<string, Set<string>>();
  for (const { product, channel } of rules) {
    if (product !== null && channel !== null) {
      const channels = places.get(product) ?? new Set();
      places.set(product, channels.add(channel.replace(/\*$/, '')));
    }
  }
  return [...places].flatMap(([product, channels]) =>
    [...channels]
      .flatMap((channel) => livePair({ product, channel }) ?? [])
      .filter(({ to }) => channels.has(to)),
  );
}

/** Returns the test channel of a rule with its live channel, by its name; null for other rules. */
export function livePair({ product, channel }: Placed): Channels | null {
  const to = channel === null ? undefined : TEST.exec(channel)?.[1];
  return product === null || channel === null || to === undefined ? null : { product, from: channel, to };
}

/** Returns where a comparison is shown. */
export function comparisonAddress({ product, from, to }: Channels): string {
  return `/compare-channels?${new URLSearchParams({ product, from, to })}`;
}

/** Returns the value of a setting as people read it. */
export function settingText({ setting }: Readonly<{ setting: string }>, value: unknown): string {
  const text = show(value);
  return text === null ? 'none' : setting === 'backgroundRate' ? `${text} %` : text;
}

/** Returns what the promotion changes in the rule of the target channel. */
export function promotedFields({ promoted }: RulePair): FieldChange[] {
  return promoted.map((change) => ({
    field: labelOf(change.setting),
    before: settingText(change, change.before),
    after: settingText(change, change.after),
  }));
}

/** Returns the differences that stay, as sentences. */
export function keptTexts({ kept, reordered }: RulePair, { from }: ChannelQuestion): string[] {
  const texts = kept.map((difference) => {
    const here = settingText(difference, difference.to);
    return `${labelOf(difference.setting)}: ${here}; for ${from} it is ${settingText(difference, difference.from)}.`;
  });
  return reordered
    ? [...texts, 'Another rule of the same priority comes before only one of the two, because of its number.']
    : texts;
}

/** Returns whether a pair has a difference. */
export function differs({ promoted, kept, reordered }: RulePair): boolean {
  return promoted.length > 0 || kept.length > 0 || reordered;
}

/** Returns a comparison in one sentence, such as “1 rule to change; 2 pairs are the same, 9 rules are for both.” */
export function comparisonSummary({ changes, pairs, common }: ChannelComparison): string {
  const same = pairs.filter((pair) => !differs(pair)).length;
  const first = changes.length === 0 ? 'Nothing to promote' : `${counted(changes.length, 'rule')} to change`;
  const rest = [
    ...(same > 0 ? [`${counted(same, 'pair')} ${same === 1 ? 'is' : 'are'} the same`] : []),
    ...(common.length > 0
      ? [`${counted(common.length, 'rule')} ${common.length === 1 ? 'is' : 'are'} for both channels`]
      : []),
  ];
  return `${[first, ...rest].join('; ')}.`;
}

/** Returns the description of the change set, which can be edited before it is proposed. */
export function proposalText({ product, from, to }: ChannelQuestion): string {
  return `Promote ${product} ${from} to ${to}`;
}
