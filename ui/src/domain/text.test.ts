// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { plain, textProblem } from './text';

describe('plain', () => {
  it('takes back what phones make of quotation marks, dashes and dots', () => {
    expect(plain('“140” doesn’t start – wait…')).toBe('"140" doesn\'t start - wait...');
  });
});

describe('textProblem', () => {
  it('finds nothing wrong with plain text, nor with what can be made plain', () => {
    expect(textProblem('crashes – don’t serve', 100)).toBeNull();
  });

  it('names the character that can’t be stored', () => {
    expect(textProblem('zurück', 100)).toBe('“ü” can’t be stored: only plain letters, digits and signs can.');
  });

  it('says how long it may be', () => {
    expect(textProblem('Thunderbird-beta', 15)).toBe('At most 15 characters; these are 16.');
  });
});
