// SPDX-License-Identifier: MPL-2.0
import { expect, it } from 'vitest';
import type { ChangeOf } from './changes';
import type { Account } from './permissions';
import { mayEdit } from './releaseRights';
import type { ReleaseEntry } from './releases';

const MAL: Account = {
  username: 'mal',
  known: true,
  permissions: { release: { options: { products: ['Firefox'] } } },
  roles: [],
};

function release(more: Partial<ReleaseEntry>): ReleaseEntry {
  return {
    key: 'split/R',
    name: 'R',
    product: 'Firefox',
    storage: 'split',
    dataVersion: 1,
    readOnly: false,
    rules: [],
    required: {},
    change: null,
    ...more,
  };
}

function change(changeType: 'insert' | 'update' | 'delete', readOnly: boolean | null = null) {
  return { kind: 'splitRelease', changeType, row: { read_only: readOnly } } as ChangeOf<'splitRelease'>;
}

it.each([
  ['a release', release({}), true],
  ['what is scheduled for its parts', release({ change: change('update') }), true],
  ['a deletion', release({ change: change('delete') }), false],
  ['a read-only release', release({ readOnly: true }), false],
  ['that it becomes writable', release({ readOnly: true, change: change('update', false) }), false],
  ['that it becomes read-only', release({ change: change('update', true) }), false],
  ['parts without a release', release({ dataVersion: null, change: change('insert') }), false],
  ['a release of another product', release({ product: 'Thunderbird', change: change('update') }), false],
])('%s: may be edited or not', (_what, entry, allowed) => {
  expect(mayEdit(MAL, entry).allowed).toBe(allowed);
});
