// SPDX-License-Identifier: MPL-2.0
import { expect, it } from 'vitest';
import { indented } from './xml';

it('puts one element on a line', () => {
  expect(
    indented('<?xml version="1.0"?>\n<updates><update a="1"><patch/></update></updates>', 'text/xml'),
  ).toBe('<?xml version="1.0"?>\n<updates>\n  <update a="1">\n    <patch/>\n  </update>\n</updates>');
  expect(indented('{"a": 1}', 'application/json')).toBe('{"a": 1}');
});
