// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { type Account, may, mayForAny } from './permissions';

function ada(permissions: Account['permissions']): Account {
  return { username: 'ada', known: true, permissions, roles: [] };
}

describe('may', () => {
  it('asks strangers to log in', () => {
    const verdict = may({ ...ada({}), username: null, known: false }, 'rule', 'modify', 'Firefox');
    expect(verdict).toEqual({ allowed: false, reason: 'Log in to change this.' });
  });

  it('tells people without any permission so', () => {
    const verdict = may({ ...ada({}), known: false }, 'rule', 'modify', 'Firefox');
    expect(verdict).toEqual({ allowed: false, reason: 'ada has no permissions in Balrog.' });
  });

  it('lets administrators do everything', () => {
    expect(may(ada({ admin: { options: null } }), 'permission', 'create').allowed).toBe(true);
  });

  it('keeps administrators of a product to it', () => {
    const admin = ada({ admin: { options: { products: ['Firefox'] } } });
    expect(may(admin, 'rule', 'create', 'Firefox').allowed).toBe(true);
    expect(may(admin, 'rule', 'create', 'Thunderbird').allowed).toBe(false);
    expect(may(admin, 'rule', 'create', null).allowed).toBe(false);
  });

  it('counts nothing but that for administrators of a product', () => {
    const admin = ada({ admin: { options: { products: ['Firefox'] } }, permission: { options: null } });
    expect(may(admin, 'permission', 'create')).toEqual({
      allowed: false,
      reason: 'You are an administrator of Firefox only.',
    });
  });

  it('names the permission that is missing', () => {
    expect(may(ada({}), 'rule', 'create', 'Firefox')).toEqual({
      allowed: false,
      reason: 'This needs the permission “rule”.',
    });
  });

  it('names the limits of a permission that does not reach', () => {
    const account = ada({ rule: { options: { products: ['Firefox'], actions: ['modify', 'create'] } } });
    expect(may(account, 'rule', 'modify', 'Firefox').allowed).toBe(true);
    expect(may(account, 'rule', 'delete', 'Firefox')).toEqual({
      allowed: false,
      reason: 'Your permission “rule” is limited to modify, create of Firefox.',
    });
  });
});

describe('mayForAny', () => {
  it('asks for the permission, whatever product it is limited to', () => {
    const account = ada({ emergency_shutoff: { options: { products: ['Firefox'] } } });
    expect(mayForAny(account, 'emergency_shutoff', 'create').allowed).toBe(true);
    expect(mayForAny(account, 'rule', 'create').allowed).toBe(false);
  });

  it('asks for the action', () => {
    const account = ada({ rule: { options: { products: ['Firefox'], actions: ['modify'] } } });
    expect(mayForAny(account, 'rule', 'create').allowed).toBe(false);
  });
});
