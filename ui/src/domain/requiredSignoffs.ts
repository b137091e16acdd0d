// SPDX-License-Identifier: MPL-2.0
import { channelFits } from './channels';
import type { RequiredSignoffs } from './signoffs';

/** That so many of a role have to agree to changes of a product's channel; without a channel, of its permissions. */
export type Requirement = Readonly<{
  product: string;
  channel?: string;
  role: string;
  signoffs_required: number;
}>;

/** Whose signoffs are required for exactly this product and channel. */
export function requiredFor(
  requirements: readonly Requirement[],
  product: string,
  channel?: string,
): RequiredSignoffs {
  return atMost(
    requirements.filter((requirement) => requirement.product === product && requirement.channel === channel),
  );
}

/** Of each role, the larger number. */
export function atMost(requirements: readonly Requirement[]): RequiredSignoffs {
  const numbers: Record<string, number> = {};
  for (const { role, signoffs_required: number } of requirements) {
    numbers[role] = Math.max(number, numbers[role] ?? 0);
  }
  return numbers;
}

/** Whose signoffs these are, as “2 releng and 1 relman”; empty where there are none. */
export function inWords(required: RequiredSignoffs): string {
  const parts = Object.entries(required)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([role, number]) => `${number}\u00a0${role}`);
  return new Intl.ListFormat('en').format(parts);
}

/** Whose signoffs a change of a rule is likely to require, by what it says before and after. The server decides. */
export function requiredForRules(
  requirements: readonly Requirement[],
  rules: readonly Readonly<{ product: string | null; channel: string | null }>[],
): RequiredSignoffs {
  return atMost(
    requirements.filter(({ product, channel = '' }) =>
      rules.some((rule) => (!rule.product || rule.product === product) && channelFits(rule.channel, channel)),
    ),
  );
}
