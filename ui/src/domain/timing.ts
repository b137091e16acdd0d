// SPDX-License-Identifier: MPL-2.0
import type { ChangeOf } from './changes';
import { textProblem } from './text';

/** When a change shall be made, as it is put in. */
export type Timing = Readonly<{
  kind: 'now' | 'soon' | 'time' | 'uptake';
  /** Milliseconds since 1970, for a time. */
  when: number | null;
  /** For an uptake: of which clients, and how many of them. */
  product: string;
  channel: string;
  uptake: string;
}>;

/** What a scheduled change waits for, as the API takes it. */
export type Conditions = Readonly<{
  when: number;
  telemetry_product: string | null;
  telemetry_channel: string | null;
  telemetry_uptake: number | null;
}>;

/** Long enough for the request to arrive in time, also from a clock that is a little behind, in milliseconds. */
const MARGIN = 15_000;

/** When a change that needs signoffs shall be applied: as soon as it is signed off, or at a time; null while none is chosen. */
export type When = 'soon' | number | null;

/** Returns a time as the API takes it, in milliseconds since 1970; null while none is chosen. */
export function whenOf(when: When, now: number): number | null {
  return when === 'soon' ? now + MARGIN : when;
}

/** Returns whether a time is chosen, and not over. */
export function isChosen(when: When, now: number): boolean {
  return when === 'soon' || (when !== null && when > now);
}

export function timing(kind: Timing['kind']): Timing {
  return { kind, when: null, product: '', channel: '', uptake: '' };
}

/** What a change waits for already. Where its time is over, it only waits for signoffs. */
export function timingOf({ when, row }: Pick<ChangeOf<'rule'>, 'when' | 'row'>, now: number): Timing {
  return {
    kind: when === null ? 'uptake' : when <= now ? 'soon' : 'time',
    when: when !== null && when <= now ? null : when,
    product: row.telemetry_product ?? '',
    channel: row.telemetry_channel ?? '',
    uptake: row.telemetry_uptake === null ? '' : String(row.telemetry_uptake),
  };
}

/** What becomes of a choice, or of none, by what is possible: what needs signoffs can’t be made at once. */
export function possibleTiming(chosen: Timing | null, needsSignoffs: boolean): Timing {
  if (chosen === null || (needsSignoffs && chosen.kind === 'now')) {
    return timing(needsSignoffs ? 'soon' : 'now');
  }
  return chosen;
}

/** What is wrong with it, or missing; null where nothing is. */
export function timingProblem(chosen: Timing, now: number): string | null {
  if (chosen.kind === 'time') {
    return chosen.when === null ? 'Choose a time.' : chosen.when <= now ? 'The time is in the past.' : null;
  }
  if (chosen.kind !== 'uptake') {
    return null;
  }
  const { product, channel, uptake } = chosen;
  if (product.trim() === '' || channel.trim() === '') {
    return 'Choose the product and channel whose uptake counts.';
  }
  if (!/^\d{1,9}$/.test(uptake.trim()) || Number(uptake) === 0) {
    return 'Enter the number of updated clients: an integer from 1.';
  }
  return textProblem(product, 15) ?? textProblem(channel, 75);
}

/** The same as the API takes it. A time of zero stands for none. */
export function conditions(chosen: Timing, now: number): Conditions {
  if (chosen.kind === 'uptake') {
    return {
      when: 0,
      telemetry_product: chosen.product.trim(),
      telemetry_channel: chosen.channel.trim(),
      telemetry_uptake: Number(chosen.uptake),
    };
  }
  return {
    when: chosen.kind === 'time' && chosen.when !== null ? chosen.when : now + MARGIN,
    telemetry_product: null,
    telemetry_channel: null,
    telemetry_uptake: null,
  };
}
