// SPDX-License-Identifier: MPL-2.0

/** What a permission is limited to; null or a missing list stands for no limit. */
export type PermissionOptions = Readonly<{
  products?: readonly string[];
  actions?: readonly string[];
}> | null;

/** Somebody, and what they may do. */
export type Account = Readonly<{
  /** Null for somebody who is not logged in. */
  username: string | null;
  /** Whether Balrog has given them any permission. */
  known: boolean;
  /** Why it is not known yet what they may do; absent where it is. */
  unloaded?: 'loading' | 'failed';
  permissions: Readonly<Record<string, { options: PermissionOptions }>>;
  roles: readonly string[];
}>;

/** Whether something may be done, and if not, why not. */
export type Verdict = Readonly<{ allowed: true } | { allowed: false; reason: string }>;

/** Why it is not known what somebody may do. */
export const UNLOADED = {
  loading: 'What you may do is still loading.',
  failed: 'What you may do could not be loaded: the server can’t be reached.',
} as const;

const YES: Verdict = { allowed: true };

/**
 * Whether an account may do something. The server decides; this is for showing it before anybody tries.
 *
 * @param product the product that it is about; null or missing where it is for all products, or for none
 */
export function may(account: Account, permission: string, action: string, product?: string | null): Verdict {
  if (account.username === null) {
    return { allowed: false, reason: 'Log in to change this.' };
  }
  if (account.unloaded) {
    return { allowed: false, reason: UNLOADED[account.unloaded] };
  }
  if (!account.known) {
    return { allowed: false, reason: `${account.username} has no permissions in Balrog.` };
  }
  // For an administrator only that permission counts, whatever else they have been given.
  const admin = account.permissions.admin;
  if (admin !== undefined) {
    return grants(admin.options, undefined, product)
      ? YES
      : {
          allowed: false,
          reason: `You are an administrator of ${admin.options?.products?.join(', ')} only.`,
        };
  }
  const granted = account.permissions[permission];
  if (granted === undefined) {
    return { allowed: false, reason: `This needs the permission “${permission}”.` };
  }
  if (grants(granted.options, action, product)) {
    return YES;
  }
  const limits = [granted.options?.actions, granted.options?.products]
    .filter((list) => list?.length)
    .map((list) => list?.join(', '));
  return { allowed: false, reason: `Your permission “${permission}” is limited to ${limits.join(' of ')}.` };
}

/** Whether an account may do something for any product at all: what it opens says for which. */
export function mayForAny(account: Account, permission: string, action: string): Verdict {
  const held = account.permissions.admin ?? account.permissions[permission];
  return may(account, permission, action, held?.options?.products?.[0] ?? null);
}

function grants(
  options: PermissionOptions | undefined,
  action: string | undefined,
  product?: string | null,
): boolean {
  if (options === undefined) {
    return false;
  }
  const { actions, products } = options ?? {};
  const actionFits = action === undefined || !actions?.length || actions.includes(action);
  const productFits = !products?.length || (product != null && products.includes(product));
  return actionFits && productFits;
}
