// SPDX-License-Identifier: MPL-2.0
import { expect, it } from 'vitest';
import { filterExpectations, heldText } from './expectations';

const WATERSHED = {
  name: 'old-versions-pass-the-watershed',
  description: 'Nothing newer can be installed.',
  expected: 'release Firefox-56.0.2-build1',
  products: ['Firefox'],
  held: true,
};
const BETAS = {
  name: 'betas',
  description: '',
  expected: 'an update',
  products: ['Thunderbird'],
  held: false,
};
const ALL = [WATERSHED, { ...WATERSHED, name: 'a-first' }, BETAS];

it('lists broken expectations first, then all by name', () => {
  const found = filterExpectations(ALL, { text: '', product: '' });
  expect(found.map(({ name }) => name)).toEqual(['betas', 'a-first', 'old-versions-pass-the-watershed']);
});

it('finds by name, description, expected outcome and product', () => {
  const names = (text: string, product = '') =>
    filterExpectations(ALL, { text, product }).map(({ name }) => name);
  expect(names('WATERSHED')).toEqual(['old-versions-pass-the-watershed']);
  expect(names('installed')).toHaveLength(2);
  expect(names(' 56.0.2 ')).toHaveLength(2);
  expect(names('', 'Thunderbird')).toEqual(['betas']);
  expect(names('watershed', 'Thunderbird')).toEqual([]);
});

it('counts those that are held and broken', () => {
  expect(heldText(ALL)).toBe('1 broken, 2 held');
  expect(heldText([WATERSHED])).toBe('1 held');
});
