// SPDX-License-Identifier: MPL-2.0
import type { ChangeOf } from './changes';
import { changedFields, type FieldChange } from './diff';
import type { Requirement } from './requiredSignoffs';

/** A scheduled change of what signoffs are required. */
export type RequirementChange = ChangeOf<'productSignoff'> | ChangeOf<'permissionSignoff'>;

/** A requirement with the version that it is changed from. */
export type Stored = Requirement & Readonly<{ data_version: number }>;

/** What protects a product's channel, or without a channel, the permissions for a product. */
export type Group = Readonly<{
  product: string;
  channel: string | null;
  requirements: readonly Stored[];
  changes: readonly RequirementChange[];
}>;

/** The channel that a scheduled change is about; null where it is about permissions. */
export function channelOf(change: RequirementChange): string | null {
  return change.kind === 'productSignoff' ? change.row.channel : null;
}

/** Whether a scheduled change is of a requirement. */
export function concerns(
  change: RequirementChange,
  place: Readonly<{ product: string; channel?: string | null; role: string }>,
): boolean {
  return (
    change.row.product === place.product &&
    channelOf(change) === (place.channel ?? null) &&
    change.row.role === place.role
  );
}

/** What is required and scheduled, by product and channel; permissions come last. */
export function groups(requirements: readonly Stored[], changes: readonly RequirementChange[]): Group[] {
  const found = new Map<string, { -readonly [K in keyof Group]: Group[K] }>();
  function at(product: string, channel: string | null) {
    const key = JSON.stringify([product, channel]);
    const group = found.get(key) ?? { product, channel, requirements: [], changes: [] };
    found.set(key, group);
    return group;
  }
  for (const requirement of requirements) {
    const group = at(requirement.product, requirement.channel ?? null);
    group.requirements = [...group.requirements, requirement].sort((a, b) => a.role.localeCompare(b.role));
  }
  for (const change of changes) {
    const group = at(change.row.product, channelOf(change));
    group.changes = [...group.changes, change];
  }
  return [...found.values()].sort(
    (a, b) => a.product.localeCompare(b.product) || byChannel(a.channel, b.channel),
  );
}

function byChannel(a: string | null, b: string | null): number {
  return a === null || b === null ? Number(a === null) - Number(b === null) : a.localeCompare(b);
}

/** What a scheduled change does to the number of a role. */
export function numberDiff(change: RequirementChange, present: Stored | undefined): FieldChange[] {
  const field = `Signoffs of ${change.row.role}`;
  const after = change.changeType === 'delete' ? null : change.row.signoffs_required;
  return changedFields({ [field]: present?.signoffs_required }, { [field]: after }, [field]);
}

/** Why a number of signoffs can’t be required of a role; null where it can, or where nobody may know who has it. */
export function tooFew(role: string, required: number, holders: number | null): string | null {
  if (holders === null || holders >= required) {
    return null;
  }
  const who = holders === 0 ? 'Nobody has' : holders === 1 ? 'Only 1 user has' : `Only ${holders} users have`;
  return `${who} the role ${role}, and ${required} would have to sign off. Grant the role to others first.`;
}

/** The number that was put in; null where it is none that can be required. */
export function signoffNumber(text: string): number | null {
  return /^[1-9]\d{0,2}$/.test(text.trim()) ? Number(text) : null;
}
