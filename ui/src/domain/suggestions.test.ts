// SPDX-License-Identifier: MPL-2.0
import { expect, it } from 'vitest';
import { suggestions } from './suggestions';

it('suggests what begins with the text before what only contains it', () => {
  expect(suggestions(['Old-Firefox-1', 'Firefox-2', 'Thunderbird-3'], ' fire')).toEqual([
    'Firefox-2',
    'Old-Firefox-1',
  ]);
});

it('suggests no more than can be read', () => {
  const many = Array.from({ length: 60_000 }, (_, i) => `Firefox-${i}`);
  expect(suggestions(many, 'firefox')).toHaveLength(50);
});
