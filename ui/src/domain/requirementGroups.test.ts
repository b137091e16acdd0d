// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import {
  concerns,
  groups,
  numberDiff,
  type RequirementChange,
  type Stored,
  signoffNumber,
  tooFew,
} from './requirementGroups';

const RELENG: Stored = {
  product: 'Firefox',
  channel: 'release',
  role: 'releng',
  signoffs_required: 1,
  data_version: 1,
};
const PERMISSION: Stored = { product: 'Firefox', role: 'releng', signoffs_required: 1, data_version: 1 };

function change(channel: string, role: string, number: number | null): RequirementChange {
  const row = { product: 'Firefox', channel, role, signoffs_required: number, data_version: null };
  return {
    kind: 'productSignoff',
    id: 1,
    version: 1,
    changeType: number === null ? 'delete' : 'insert',
    when: 1,
    scheduledBy: 'ada',
    digest: null,
    signoffs: {},
    ineffective: [],
    unbound: [],
    required: {},
    complete: false,
    row: {
      ...row,
      sc_id: 1,
      sc_data_version: 1,
      scheduled_by: 'ada',
      complete: false,
      change_type: 'insert',
      digest: null,
      ineffective_signoffs: [],
      unbound_signoffs: [],
      when: 1,
      signoffs: {},
      required_signoffs: {},
    },
  };
}

describe('groups', () => {
  it('are by product and channel, and permissions come last', () => {
    const found = groups([PERMISSION, RELENG], [change('beta', 'qa', 1)]);
    expect(found.map(({ product, channel }) => [product, channel])).toEqual([
      ['Firefox', 'beta'],
      ['Firefox', 'release'],
      ['Firefox', null],
    ]);
    expect(found[0]?.requirements).toEqual([]);
    expect(found[0]?.changes).toHaveLength(1);
  });
});

it('concerns knows a channel from permissions', () => {
  expect(concerns(change('release', 'releng', 2), RELENG)).toBe(true);
  expect(concerns(change('release', 'releng', 2), PERMISSION)).toBe(false);
});

describe('numberDiff', () => {
  it('is from nothing for a new role', () => {
    expect(numberDiff(change('release', 'qa', 2), undefined)).toEqual([
      { field: 'Signoffs of qa', before: null, after: '2' },
    ]);
  });

  it('is to nothing for a removal', () => {
    expect(numberDiff(change('release', 'releng', null), RELENG)).toEqual([
      { field: 'Signoffs of releng', before: '1', after: null },
    ]);
  });
});

describe('tooFew', () => {
  it('warns when a role has fewer users than are required', () => {
    expect(tooFew('qa', 2, 1)).toContain('Only 1 user has the role qa');
  });

  it('does not, when there are enough or nobody knows', () => {
    expect(tooFew('qa', 2, 2)).toBeNull();
    expect(tooFew('qa', 2, null)).toBeNull();
  });
});

describe('signoffNumber', () => {
  it.each([
    ['2', 2],
    ['0', null],
    ['', null],
    ['1.5', null],
    ['two', null],
  ])('of “%s” is %s', (text, number) => {
    expect(signoffNumber(text)).toBe(number);
  });
});
