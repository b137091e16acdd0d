// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { newestFirst } from './naturalOrder';

function sorted(...names: string[]): string[] {
  return names.toSorted((a, b) => (newestFirst(a) < newestFirst(b) ? -1 : 1));
}

describe('newestFirst', () => {
  it('has later versions first, by their numbers', () => {
    expect(sorted('Firefox-99.0', 'Firefox-140.0', 'Firefox-140.0.2', 'Firefox-140.0.10')).toEqual([
      'Firefox-140.0.10',
      'Firefox-140.0.2',
      'Firefox-140.0',
      'Firefox-99.0',
    ]);
  });

  it('has a release before its betas, and these before its alphas', () => {
    expect(sorted('F-141.0a1', 'F-141.0b2', 'F-141.0', 'F-141.0b10', 'F-140.0.4')).toEqual([
      'F-141.0',
      'F-141.0b10',
      'F-141.0b2',
      'F-141.0a1',
      'F-140.0.4',
    ]);
  });

  it('has later builds and days first', () => {
    expect(sorted('F-1.0-build1', 'F-1.0-build2')).toEqual(['F-1.0-build2', 'F-1.0-build1']);
    expect(sorted('F-nightly-20260101093000', 'F-nightly-20261231093000')).toEqual([
      'F-nightly-20261231093000',
      'F-nightly-20260101093000',
    ]);
  });

  it('keeps what differs otherwise in the order of the alphabet', () => {
    expect(sorted('Thunderbird-2.0', 'firefox-1.0', 'Devedition-1.0')).toEqual([
      'Devedition-1.0',
      'firefox-1.0',
      'Thunderbird-2.0',
    ]);
  });

  it('has numbers before words', () => {
    expect(sorted('F-esr', 'F-1.0', 'F-latest')).toEqual(['F-1.0', 'F-esr', 'F-latest']);
  });

  it('takes no notice of zeros in front', () => {
    expect(newestFirst('F-007')).toBe(newestFirst('F-7'));
  });
});
