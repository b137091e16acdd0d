// SPDX-License-Identifier: MPL-2.0
import { expect, it } from 'vitest';
import { countText } from './lint';

it('counts findings by severity', () => {
  expect(countText({ error: 1, warning: 2, note: 0 })).toBe('1 error, 2 warnings.');
  expect(countText({ error: 0, warning: 0, note: 1 })).toBe('1 note.');
  expect(countText({ error: 0, warning: 0, note: 0 })).toBe('No findings.');
});
