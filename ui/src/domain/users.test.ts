// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import {
  filterUsers,
  limits,
  permissionDiff,
  permissionNeeds,
  roles,
  tidy,
  type User,
  whyNotRevoke,
} from './users';

const ADA: User = {
  name: 'ada@example.com',
  permissions: [{ name: 'rule', options: { products: ['Firefox'], actions: ['modify'] }, version: 1 }],
  roles: [{ role: 'releng', version: 1 }],
};
const BOB: User = {
  name: 'bob@example.com',
  permissions: [{ name: 'admin', options: null, version: 1 }],
  roles: [],
};

describe('limits', () => {
  it.each([
    ['rule', null, 'for all products'],
    ['rule', { products: [] }, 'for all products'],
    ['rule', { products: ['Firefox', 'Fenix'] }, 'for Fenix and Firefox'],
    ['rule', { actions: ['modify'] }, 'only modify'],
    ['rule', { actions: ['create', 'modify'], products: ['Firefox'] }, 'only create and modify, for Firefox'],
    ['permission', null, 'all products'],
  ])('of %s with %j are “%s”', (name, options, words) => {
    expect(limits(name, options)).toBe(words);
  });
});

it('options that limit nothing are none', () => {
  expect(tidy([], [])).toBeNull();
  expect(tidy([], ['b', 'a'])).toEqual({ products: ['a', 'b'] });
});

describe('permissionDiff', () => {
  it('tells a permission without limits from none', () => {
    expect(permissionDiff('rule', undefined, null)).toEqual([
      { field: 'rule', before: null, after: 'for all products' },
    ]);
  });

  it('is empty when nothing changes', () => {
    expect(permissionDiff('rule', { products: [] }, null)).toEqual([]);
  });
});

describe('permissionNeeds', () => {
  const requirements = [
    { product: 'Firefox', role: 'releng', signoffs_required: 2 },
    { product: 'Fenix', role: 'relman', signoffs_required: 1 },
  ];

  it('are those of the products before and after', () => {
    expect(permissionNeeds(requirements, [{ products: ['Firefox'] }, { products: ['Fenix'] }])).toEqual({
      releng: 2,
      relman: 1,
    });
  });

  it('are those of all products without a limit', () => {
    expect(permissionNeeds(requirements, [null])).toEqual({ releng: 2, relman: 1 });
  });

  it('are none for a product that is not protected', () => {
    expect(permissionNeeds(requirements, [{ products: ['Thunderbird'] }])).toEqual({});
  });
});

it('roles know who has them, and how many are asked for', () => {
  expect(roles([BOB, ADA], [{ product: 'Firefox', role: 'relman', signoffs_required: 1 }])).toEqual([
    { name: 'releng', holders: ['ada@example.com'], required: 0 },
    { name: 'relman', holders: [], required: 1 },
  ]);
});

describe('filterUsers', () => {
  it.each([
    [{ text: 'example', permission: '', role: '' }, [ADA, BOB]],
    [{ text: 'FIREFOX modify', permission: '', role: '' }, [ADA]],
    [{ text: '', permission: 'admin', role: '' }, [BOB]],
    [{ text: '', permission: '', role: 'releng' }, [ADA]],
    [{ text: 'bob', permission: '', role: 'releng' }, []],
  ])('finds for %j', (filter, found) => {
    expect(filterUsers([ADA, BOB], filter)).toEqual(found);
  });
});

describe('whyNotRevoke', () => {
  it('says so when as many have a role as are required', () => {
    expect(whyNotRevoke({ name: 'qa', holders: ['ada'], required: 1 })).toContain('only 1 user has');
  });

  it('is null while there are others', () => {
    expect(whyNotRevoke({ name: 'qa', holders: ['ada', 'bob'], required: 1 })).toBeNull();
    expect(whyNotRevoke({ name: 'qa', holders: ['ada'], required: 0 })).toBeNull();
  });
});
