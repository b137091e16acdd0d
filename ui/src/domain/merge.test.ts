// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { merge } from './merge';

const FIELDS = ['a', 'b', 'c', 'd'] as const;
const BASE = { a: '1', b: '1', c: '1', d: '1' };

describe('merge', () => {
  const result = merge(
    FIELDS,
    BASE,
    { ...BASE, a: '2', b: '2', d: '2' },
    { ...BASE, b: '3', c: '3', d: '2' },
  );

  it('keeps what only I have changed, and takes over what only they have', () => {
    expect(result.merged).toEqual({ a: '2', b: '2', c: '3', d: '2' });
    expect(result.taken.map(({ field }) => field)).toEqual(['c']);
  });

  it('asks where both have changed a field to something else', () => {
    expect(result.conflicts).toEqual([{ field: 'b', base: '1', mine: '2', theirs: '3' }]);
  });
});
