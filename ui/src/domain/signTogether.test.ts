// SPDX-License-Identifier: MPL-2.0
import { expect, it } from 'vitest';
import { isShownInFull, MANY_VALUES } from './signTogether';

function details(values: number) {
  const change = { field: 'Field', before: 'a', after: 'b' };
  return { changes: Array.from({ length: values }, () => change), note: null };
}

it('takes a change for shown in full only when all of its values are known and shown', () => {
  expect(isShownInFull(undefined)).toBe(false);
  expect(isShownInFull(details(0))).toBe(true);
  expect(isShownInFull(details(MANY_VALUES))).toBe(true);
  expect(isShownInFull(details(MANY_VALUES + 1))).toBe(false);
});
