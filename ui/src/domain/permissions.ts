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
  permissions: Readonly<Record<string, { options: PermissionOptions }>>;
  roles: readonly string[];
}>;

/** Whether something may be done, and if not, why not. */
export type Verdict = Readonly<{ allowed: true } | { allowed: false; reason: string }>;

const YES: Verdict = { allowed: true };

/**
 * Whether an account may do something. The server decides; this is for showing it before anybody tries.
 *
 * @param product the product that it is about; null where it is for all products, undefined where it is for none
 */
export function may(account: Account, permission: string, action: string, product?: string | null): Verdict {
  if (account.username === null) {
    return { allowed: false, reason: 'Log in to change this.' };
  }
  if (!account.known) {
    return { allowed: false, reason: `${account.username} has no permissions in Balrog.` };
  }
  if (grants(account.permissions.admin?.options, undefined, product)) {
    return YES;
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
  const productFits =
    !products?.length || product === undefined || (product !== null && products.includes(product));
  return actionFits && productFits;
}
