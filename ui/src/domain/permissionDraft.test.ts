// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { differences, draftOf, incomplete, optionsOf, taking } from './permissionDraft';
import type { PermissionOptions } from './permissions';

const RULE = { name: 'rule', meaning: '', actions: ['create', 'modify', 'delete'], products: true };
const ADMIN = { name: 'admin', meaning: '', actions: [], products: true };

describe('options', () => {
  it.each<PermissionOptions>([
    null,
    { products: ['Firefox'] },
    { actions: ['modify'] },
    { products: ['Firefox'], actions: ['create', 'delete'] },
  ])('are the same after nothing was changed: %j', (options) => {
    expect(optionsOf(RULE, draftOf(RULE, options))).toEqual(options);
  });

  it('limit nothing when all actions are allowed', () => {
    expect(optionsOf(RULE, draftOf(RULE, { actions: ['delete', 'create', 'modify'] }))).toBeNull();
  });

  it('forget products when all are meant', () => {
    expect(optionsOf(ADMIN, { actions: [], allProducts: true, products: ['Firefox'] })).toBeNull();
  });
});

describe('incomplete', () => {
  it('asks for an action and for a product', () => {
    expect(incomplete(RULE, { actions: [], allProducts: true, products: [] })).toContain('action');
    expect(incomplete(ADMIN, { actions: [], allProducts: false, products: [] })).toContain('product');
    expect(incomplete(ADMIN, { actions: [], allProducts: true, products: [] })).toBeNull();
  });
});

describe('a permission that somebody else has changed', () => {
  const mine = draftOf(RULE, { products: ['Firefox'], actions: ['modify'] });
  const theirs = { products: ['Fenix'], actions: ['modify'] };

  it('is compared field by field', () => {
    expect(differences(RULE, mine, theirs)).toEqual([
      { field: 'Products', before: 'Firefox', after: 'Fenix' },
    ]);
  });

  it('is taken over field by field', () => {
    expect(optionsOf(RULE, taking(RULE, mine, theirs, 'Products'))).toEqual(theirs);
    expect(optionsOf(RULE, taking(RULE, mine, null, 'Actions'))).toEqual({ products: ['Firefox'] });
  });
});
