// SPDX-License-Identifier: MPL-2.0
import { expect, it } from 'vitest';
import { lastResult } from './lastResult';

it('computes only when something else is asked for', () => {
  let calls = 0;
  const add = lastResult((a: number, b: number) => {
    calls++;
    return a + b;
  });
  expect([add(1, 2), add(1, 2), calls]).toEqual([3, 3, 1]);
  expect([add(1, 3), calls]).toEqual([4, 2]);
});
