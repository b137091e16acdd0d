// SPDX-License-Identifier: MPL-2.0
import type { Condition } from '../api/rules';

/** When a change is to be made, as it stands in a form. */
export type TimingDraft = Readonly<{
  kind: 'now' | 'time' | 'uptake';
  /** Milliseconds since 1970; null while none is chosen. */
  when: number | null;
  product: string;
  channel: string;
  uptake: string;
}>;

type Waiting = Readonly<{
  when: number | null;
  telemetry_product: string | null;
  telemetry_channel: string | null;
  telemetry_uptake: number | null;
}>;

/** What a form begins with for a change that is scheduled already. */
export function timingOf(change: Waiting): TimingDraft {
  return {
    kind: change.when === null ? 'uptake' : 'time',
    when: change.when,
    product: change.telemetry_product ?? '',
    channel: change.telemetry_channel ?? '',
    uptake: change.telemetry_uptake === null ? '' : String(change.telemetry_uptake),
  };
}

/** What a change waits for; null where the form does not say it yet, or it is made at once. */
export function conditionOf(timing: TimingDraft, now: number): Condition | null {
  switch (timing.kind) {
    case 'now':
      return null;
    case 'time':
      return timing.when !== null && timing.when > now ? { when: timing.when } : null;
    case 'uptake':
      return timing.product.trim() !== '' &&
        timing.channel.trim() !== '' &&
        /^\d+$/.test(timing.uptake.trim())
        ? {
            telemetry_product: timing.product.trim(),
            telemetry_channel: timing.channel.trim(),
            telemetry_uptake: Number(timing.uptake),
          }
        : null;
  }
}
