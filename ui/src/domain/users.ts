// SPDX-License-Identifier: MPL-2.0
import { changedFields, type FieldChange } from './diff';
import type { PermissionOptions } from './permissions';
import { atMost, type Requirement } from './requiredSignoffs';
import type { RequiredSignoffs } from './signoffs';

/** A permission that can be given: what it is for, and what it can be limited to. */
export type PermissionKind = Readonly<{
  name: string;
  meaning: string;
  /** The actions that it can be limited to; none where it is always for all. */
  actions: readonly string[];
  /** Whether it can be limited to products. */
  products: boolean;
}>;

export const PERMISSIONS = [
  { name: 'admin', meaning: 'Do everything', actions: [], products: true },
  { name: 'rule', meaning: 'Change rules', actions: ['create', 'modify', 'delete'], products: true },
  { name: 'release', meaning: 'Change releases', actions: ['create', 'modify', 'delete'], products: true },
  {
    name: 'release_locale',
    meaning: 'Change locales of releases; also needs “release”',
    actions: ['modify'],
    products: true,
  },
  {
    name: 'release_read_only',
    meaning: 'Protect releases from changes, and let them be changed again',
    actions: ['set', 'unset'],
    products: true,
  },
  { name: 'pinnable_release', meaning: 'Change pins', actions: [], products: true },
  {
    name: 'emergency_shutoff',
    meaning: 'Shut updates off, and enable them again',
    actions: ['create', 'delete'],
    products: true,
  },
  {
    name: 'permission',
    meaning: 'See and change permissions and roles of users',
    actions: ['view', 'create', 'modify', 'delete'],
    products: false,
  },
  { name: 'required_signoff', meaning: 'Change whose signoffs are required', actions: [], products: true },
  {
    name: 'scheduled_change',
    meaning: 'Apply scheduled changes at their time, as the agent does',
    actions: ['enact'],
    products: false,
  },
] as const satisfies readonly PermissionKind[];

export type PermissionName = (typeof PERMISSIONS)[number]['name'];

/** What is known about a permission; null for one that is not known. */
export function permissionKind(name: string): PermissionKind | null {
  return PERMISSIONS.find((kind) => kind.name === name) ?? null;
}

/** A user, as they are listed. */
export type User = Readonly<{
  name: string;
  permissions: readonly Readonly<{ name: string; options: PermissionOptions; version: number }>[];
  roles: readonly Readonly<{ role: string; version: number }>[];
}>;

const LIST = new Intl.ListFormat('en');

/** What a permission is limited to, such as “modify, for Firefox and Thunderbird”. */
export function limits(name: string, options: PermissionOptions): string {
  const actions = options?.actions ?? [];
  const products = [...(options?.products ?? [])].sort();
  const forProducts = products.length > 0 ? `for ${LIST.format(products)}` : null;
  if (actions.length > 0) {
    return [`only ${LIST.format(actions)}`, forProducts].filter((part) => part !== null).join(', ');
  }
  return forProducts ?? (permissionKind(name)?.products === false ? 'all products' : 'for all products');
}

/** Options without lists that limit nothing; null where nothing is limited. */
export function tidy(actions: readonly string[], products: readonly string[]): PermissionOptions {
  if (actions.length === 0 && products.length === 0) {
    return null;
  }
  return {
    ...(products.length > 0 ? { products: [...products].sort() } : {}),
    ...(actions.length > 0 ? { actions: [...actions] } : {}),
  };
}

/** How a permission differs from what it was. Undefined stands for none at all, null for one without limits. */
export function permissionDiff(
  name: string,
  before: PermissionOptions | undefined,
  after: PermissionOptions | undefined,
): FieldChange[] {
  const row = (options: PermissionOptions | undefined) =>
    options === undefined ? null : { [name]: limits(name, options) };
  return changedFields(row(before), row(after), [name]);
}

/**
 * Whose signoffs the change of a permission needs: what is required for the products that it is limited to, before and
 * after; one without limit is of all products.
 *
 * @param states what it was and shall be limited to; only those that exist
 */
export function permissionNeeds(
  requirements: readonly Requirement[],
  states: readonly PermissionOptions[],
): RequiredSignoffs {
  return atMost(
    states.flatMap((options) => {
      const products = options?.products ?? [];
      return requirements.filter(({ product }) => products.length === 0 || products.includes(product));
    }),
  );
}

/** A role, who has it, and the most signoffs of it that anything requires. */
export type Role = Readonly<{ name: string; holders: readonly string[]; required: number }>;

/** All roles that somebody has or something requires. */
export function roles(users: readonly User[], requirements: readonly Requirement[]): Role[] {
  const most = atMost(requirements);
  const names = new Set([
    ...Object.keys(most),
    ...users.flatMap((user) => user.roles.map(({ role }) => role)),
  ]);
  return [...names].sort().map((name) => ({
    name,
    holders: users
      .filter((user) => user.roles.some(({ role }) => role === name))
      .map((user) => user.name)
      .sort(),
    required: most[name] ?? 0,
  }));
}

/** Why nobody can lose a role; null where one of its holders can, or nothing is known about it. */
export function whyNotRevoke(role: Role | undefined): string | null {
  if (role === undefined || role.required === 0 || role.holders.length > role.required) {
    return null;
  }
  return `${role.required} signoffs of ${role.name} are required somewhere, and only ${role.holders.length} ${role.holders.length === 1 ? 'user has' : 'users have'} the role. Grant it to another user first, or require fewer.`;
}

/** What users are searched for. */
export type UserFilter = Readonly<{ text: string; permission: string; role: string }>;

/** Users whose name, permissions, products or roles contain each of the words. */
export function filterUsers(users: readonly User[], { text, permission, role }: UserFilter): User[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return users.filter(
    (user) =>
      (permission === '' || user.permissions.some(({ name }) => name === permission)) &&
      (role === '' || user.roles.some((held) => held.role === role)) &&
      words.every((word) => haystack(user).includes(word)),
  );
}

const haystacks = new WeakMap<User, string>();

function haystack(user: User): string {
  const known = haystacks.get(user);
  if (known !== undefined) {
    return known;
  }
  const text = [
    user.name,
    ...user.roles.map(({ role }) => role),
    ...user.permissions.map(({ name, options }) => `${name} ${limits(name, options)}`),
  ]
    .join('\n')
    .toLowerCase();
  haystacks.set(user, text);
  return text;
}
