// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { changedAt, merge, resolve, same } from './jsonMerge';

describe('merge', () => {
  it('takes what either has changed', () => {
    expect(
      merge(
        { name: 'R', a: 1, b: { x: 1, y: 1 } },
        { name: 'R', a: 2, b: { x: 1, y: 1, z: 3 } },
        { name: 'R', a: 1, b: { x: 5, y: 1 } },
      ),
    ).toEqual({ value: { name: 'R', a: 2, b: { x: 5, y: 1, z: 3 } }, conflicts: [] });
  });

  it('takes out what either has taken out', () => {
    expect(merge({ a: 1, b: 1, c: 1 }, { b: 1, c: 1 }, { a: 1, c: 1 }).value).toEqual({ c: 1 });
  });

  it('names what contradicts, and takes mine', () => {
    expect(merge({ a: { v: 1 }, k: 1 }, { a: { v: 2 }, k: 1 }, { a: { v: 3 }, k: 1 })).toEqual({
      value: { a: { v: 3 }, k: 1 },
      conflicts: [{ path: '/a/v', base: 1, theirs: 2, mine: 3 }],
    });
  });

  it('takes theirs where that is chosen, also that it is gone', () => {
    const chosen = merge({ a: 1, b: 1 }, { a: 2 }, { a: 3, b: 2 }, { '/a': 'theirs', '/b': 'theirs' });
    expect(chosen.value).toEqual({ a: 2 });
    expect(chosen.conflicts).toHaveLength(2);
  });

  it('sees no contradiction where both did the same', () => {
    expect(merge({ a: 1 }, { a: 2, b: [1] }, { a: 2, b: [1] })).toEqual({
      value: { a: 2, b: [1] },
      conflicts: [],
    });
  });

  it('takes lists as a whole', () => {
    expect(merge({ l: [1] }, { l: [1, 2] }, { l: [1, 3] }).conflicts.map(({ path }) => path)).toEqual(['/l']);
  });

  it('merges what both have added', () => {
    expect(merge({}, { p: { de: 1 } }, { p: { fr: 2 } })).toEqual({
      value: { p: { fr: 2, de: 1 } },
      conflicts: [],
    });
  });

  it('is not led astray by odd names', () => {
    const odd = JSON.parse('{"__proto__": 1, "a/b~": 1}');
    const theirs = JSON.parse('{"__proto__": 1, "a/b~": 2}');
    const mine = JSON.parse('{"__proto__": 1, "a/b~": 3}');
    const merged = merge(odd, theirs, mine, { '/a~1b~0': 'theirs' });
    expect(JSON.stringify(merged.value)).toBe('{"__proto__":1,"a/b~":2}');
  });
});

describe('same', () => {
  it.each([
    [{ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 1 }, false],
    [[1, 2], [2, 1], false],
    [[], {}, false],
    [null, {}, false],
    ['1', 1, false],
  ])('of %j and %j is %s', (a, b, expected) => {
    expect(same(a, b)).toBe(expected);
  });
});

it('resolves pointers', () => {
  const value = { 'a/b': [{ c: 1 }] };
  expect(resolve(value, '/a~1b/0/c')).toBe(1);
  expect(resolve(value, '/x/y')).toBeUndefined();
  expect(resolve(value, '')).toBe(value);
});

describe('changedAt', () => {
  it('sees another value, and other members', () => {
    expect(changedAt('/a', { a: 1 }, { a: '1' })).toBe(true);
    expect(changedAt('', { a: 1 }, { a: 1, b: 2 })).toBe(true);
    expect(changedAt('/a', { a: 1 }, {})).toBe(true);
  });

  it('takes no notice of what is elsewhere, or below', () => {
    expect(changedAt('/a', { a: 1, b: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(changedAt('', { a: { b: 1 } }, { a: { b: 2 } })).toBe(false);
  });
});
