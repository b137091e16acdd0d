// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { differences } from './jsonDiff';

describe('differences', () => {
  it('names each value by where it is', () => {
    expect(
      differences(
        { name: 'R', platforms: { linux: { files: [{ size: 1 }, { size: 2 }] } }, old: true },
        { name: 'R', platforms: { linux: { files: [{ size: 1 }, { size: 3 }] } }, new: '' },
      ),
    ).toEqual([
      { field: 'platforms › linux › files › 2 › size', before: '2', after: '3' },
      { field: 'old', before: 'true', after: null },
      { field: 'new', before: null, after: '""' },
    ]);
  });

  it('takes what one of them lacks as a whole, and cuts it', () => {
    const [only] = differences({}, { big: { text: 'x'.repeat(500) } });
    expect(only?.field).toBe('big');
    expect(only?.after?.length).toBeLessThan(130);
  });

  it('finds none where only the order is another', () => {
    expect(differences({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([]);
  });
});
