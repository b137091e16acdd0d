// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { inWords, requiredFor } from './requiredSignoffs';

const REQUIREMENTS = [
  { product: 'Firefox', channel: 'release', role: 'releng', signoffs_required: 2 },
  { product: 'Firefox', channel: 'release', role: 'relman', signoffs_required: 1 },
  { product: 'Firefox', channel: 'beta', role: 'qa', signoffs_required: 1 },
];

describe('requiredFor', () => {
  it('is what protects the product and channel', () => {
    expect(requiredFor(REQUIREMENTS, 'Firefox', 'release')).toEqual({ releng: 2, relman: 1 });
  });

  it('is nothing where nothing is protected', () => {
    expect(requiredFor(REQUIREMENTS, 'Firefox', 'release-cdntest')).toEqual({});
  });
});

it('is said in words', () => {
  expect(inWords({ releng: 2, relman: 1 })).toBe('2\u00a0releng and 1\u00a0relman');
});
