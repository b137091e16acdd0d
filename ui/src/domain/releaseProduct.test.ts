// SPDX-License-Identifier: MPL-2.0
import { expect, it } from 'vitest';
import { ofProductFirst, productOf } from './releaseProduct';

it('finds the product of a release by the longest name', () => {
  const products = ['Firefox', 'Firefox-Next', 'GMP'];
  expect(productOf('Firefox-140.0-build1', products)).toBe('Firefox');
  expect(productOf('Firefox-Next-1.0', products)).toBe('Firefox-Next');
  expect(productOf('Thunderbird-140.0', products)).toBeNull();
  expect(productOf('Firefox', products)).toBeNull();
});

it('suggests releases of the product first', () => {
  const names = ['Thunderbird-2', 'Firefox-2', 'Thunderbird-1', 'Firefox-1'];
  expect(ofProductFirst(names, 'Firefox')).toEqual([
    'Firefox-2',
    'Firefox-1',
    'Thunderbird-2',
    'Thunderbird-1',
  ]);
  expect(ofProductFirst(names, '')).toEqual(names);
});
