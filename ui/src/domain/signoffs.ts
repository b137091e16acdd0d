// SPDX-License-Identifier: MPL-2.0
import type { Account } from './permissions';

/** Who has agreed: roles by user. */
export type Signoffs = Readonly<Record<string, string>>;
/** How many have to agree, by role. */
export type RequiredSignoffs = Readonly<Record<string, number>>;

/** How far one role is with its signoffs. */
export type RoleProgress = Readonly<{
  role: string;
  required: number;
  given: readonly string[];
  missing: number;
}>;

/** Who has signed off and who is missing, by role. Roles that nobody asks for are left out. */
export function progress(required: RequiredSignoffs, signoffs: Signoffs): RoleProgress[] {
  return Object.entries(required)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([role, count]) => {
      const given = Object.entries(signoffs)
        .filter(([, as]) => as === role)
        .map(([user]) => user)
        .sort();
      return { role, required: count, given, missing: Math.max(0, count - given.length) };
    });
}

/** The signoffs of those who have agreed to each of several changes. */
export function signoffsOfAll(all: readonly Signoffs[]): Signoffs {
  const [first = {}, ...others] = all;
  return Object.fromEntries(
    Object.entries(first).filter(([user, role]) => others.every((signoffs) => signoffs[user] === role)),
  );
}

/** A signoff that was given and does not count. */
export type IneffectiveSignoff = Readonly<{
  username: string;
  role: string;
  reason: 'stale' | 'role_revoked' | 'unknown_user' | 'service_account' | 'unbound';
}>;

const REASONS: Readonly<Record<string, string>> = {
  stale: 'Stale: the change or a release that it maps to was edited after this signoff',
  role_revoked: 'Role revoked',
  unknown_user: 'Unknown user',
  service_account: 'Service account',
  unbound: 'Unbound: not given for this outcome, and this server does not accept that',
};

/** The reason why a signoff does not count, as a phrase. */
export function reasonText(reason: string): string {
  return REASONS[reason] ?? `Does not count: ${reason}`;
}

/** The signoffs that do not count for at least one of several changes, each once. */
export function ineffectiveOfAll(all: readonly (readonly IneffectiveSignoff[])[]): IneffectiveSignoff[] {
  const found = new Map(
    all.flat().map((signoff) => [JSON.stringify(Object.entries(signoff).sort()), signoff]),
  );
  return [...found.values()];
}

/** Whether somebody besides this account has agreed: their signoffs go when a scheduled change is edited. */
export function othersHaveSigned(account: Account, signoffs: Signoffs): boolean {
  return Object.keys(signoffs).some((user) => user !== account.username);
}

/** Whether nobody's signoff is missing. */
export function isComplete(required: RequiredSignoffs, signoffs: Signoffs): boolean {
  return progress(required, signoffs).every(({ missing }) => missing === 0);
}

/** As which roles somebody could sign off and would help; none if they have done so already. */
export function rolesToSign(account: Account, required: RequiredSignoffs, signoffs: Signoffs): string[] {
  if (account.username === null || account.username in signoffs) {
    return [];
  }
  return progress(required, signoffs)
    .filter(({ role, missing }) => missing > 0 && account.roles.includes(role))
    .map(({ role }) => role);
}

/** Who is missing, as a phrase such as “2 releng, 1 relman”; empty when nobody is. */
export function missing(required: RequiredSignoffs, signoffs: Signoffs): string {
  return progress(required, signoffs)
    .filter((role) => role.missing > 0)
    .map((role) => `${role.missing} ${role.role}`)
    .join(', ');
}
