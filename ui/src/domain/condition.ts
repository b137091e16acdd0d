// SPDX-License-Identifier: MPL-2.0
import type { ScheduledChange } from './changes';
import { isComplete, progress } from './signoffs';
import { duration } from './time';

/** How far a scheduled change is on its way. */
export type Phase = 'waiting' | 'overdue' | 'ready' | 'applying' | 'uptake';

/** Returns the phase of a change. {@code overdue} lacks signoffs; {@code applying} waits for the agent alone. */
export function phase(change: ScheduledChange, now: number): Phase {
  const complete = isComplete(change.required, change.signoffs);
  if (change.when === null) {
    return 'uptake';
  }
  if (change.when > now) {
    return complete ? 'ready' : 'waiting';
  }
  return complete ? 'applying' : 'overdue';
}

/** The agent usually takes a few seconds. After this time without it, something is wrong with it, in milliseconds. */
const TOO_LONG = 60_000;

/** Returns whether a change is due and signed off, and has not been applied for too long. */
export function isStuck(change: ScheduledChange, now: number): boolean {
  return phase(change, now) === 'applying' && now - (change.when ?? now) > TOO_LONG;
}

/** Returns when a change will be applied, and what it waits for, such as “Due in 17 s, after signoff”. */
export function conditionText(change: ScheduledChange, now: number): string {
  const at = change.when ?? 0;
  switch (phase(change, now)) {
    case 'uptake':
      return uptakeText(change);
    case 'waiting':
      return `Due in ${duration(at - now)}, after signoff`;
    case 'ready':
      return `Due in ${duration(at - now)}`;
    case 'overdue':
      return `Overdue ${duration(now - at)} — waiting for ${missingRoles(change)}`;
    case 'applying':
      return applyingText(change, now - at);
  }
}

function applyingText(change: ScheduledChange, late: number): string {
  const signed = Object.keys(change.required).length > 0;
  if (late > TOO_LONG) {
    return `${signed ? 'Signed off, but' : 'Due, but'} not applied for ${duration(late)}. Is the agent running?`;
  }
  return signed ? 'Signed off — applying…' : 'Applying…';
}

function uptakeText(change: ScheduledChange): string {
  if (change.kind !== 'rule' || change.row.telemetry_uptake === null) {
    return 'Without a time';
  }
  const { telemetry_product: product, telemetry_channel: channel, telemetry_uptake: uptake } = change.row;
  return `When uptake on ${product} ${channel} reaches ${Number(uptake).toLocaleString('en')} updated clients`;
}

function missingRoles({ required, signoffs }: ScheduledChange): string {
  const roles = progress(required, signoffs).filter(({ missing }) => missing > 0);
  return new Intl.ListFormat('en').format(
    roles.map(({ role, missing }) => (missing === 1 ? role : `${missing} ${role}`)),
  );
}
