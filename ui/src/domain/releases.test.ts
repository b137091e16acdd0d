// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import type { SplitRelease, WholeRelease } from '../api/releases';
import type { ChangeOf } from './changes';
import {
  filterReleases,
  indexOf,
  NO_FILTER,
  type ReleaseFilter,
  readFilter,
  withChanges,
  writeFilter,
} from './releases';

function whole(name: string, more: Partial<WholeRelease> = {}): WholeRelease {
  return {
    name,
    product: 'Firefox',
    data_version: 1,
    read_only: false,
    rule_ids: [],
    rule_info: {},
    required_signoffs: {},
    ...more,
  };
}

function split(name: string, more: Partial<SplitRelease> = {}): SplitRelease {
  return {
    name,
    product: 'Thunderbird',
    data_version: 1,
    read_only: false,
    rule_info: {},
    required_signoffs: {},
    scheduled_changes: [],
    ...more,
  };
}

function change(name: string, changeType: 'insert' | 'update'): ChangeOf<'release'> {
  return {
    kind: 'release',
    id: 7,
    version: 1,
    changeType,
    when: 1,
    scheduledBy: 'ada',
    signoffs: {},
    digest: null,
    ineffective: [],
    unbound: [],
    required: { releng: 1 },
    complete: false,
    row: { name, product: 'Firefox' } as ChangeOf<'release'>['row'],
  };
}

const INDEX = withChanges(
  indexOf(
    [
      whole('Firefox-139.0', { read_only: true }),
      whole('Firefox-140.0', { rule_info: { 12: { product: 'Firefox', channel: 'release' } } }),
    ],
    [split('Thunderbird-140.0'), split('Firefox-140.0.1', { product: 'Firefox' })],
  ),
  [change('Firefox-139.0', 'update'), change('Firefox-141.0', 'insert')],
);

function names(filter: Partial<ReleaseFilter>): string[] {
  return filterReleases(INDEX, { ...NO_FILTER, ...filter }).map(({ name }) => name);
}

describe('the index', () => {
  it('has all releases of both kinds, and those that are scheduled to be, the newest first', () => {
    expect(names({})).toEqual([
      'Firefox-141.0',
      'Firefox-140.0.1',
      'Firefox-140.0',
      'Firefox-139.0',
      'Thunderbird-140.0',
    ]);
    expect(INDEX.products).toEqual(['Firefox', 'Thunderbird']);
  });

  it('takes a change only for the release that is stored so', () => {
    const both = withChanges(indexOf([whole('a')], [split('a')]), [change('a', 'update')]);
    expect(both.entries.map((release) => [release.storage, release.change?.id])).toEqual([
      ['whole', 7],
      ['split', undefined],
    ]);
  });

  it('stays as it is where nothing is scheduled', () => {
    const index = indexOf([whole('a')], []);
    expect(withChanges(index, [])).toBe(index);
  });
});

describe('filterReleases', () => {
  it('wants all words, in any order and case', () => {
    expect(names({ text: ' 140  fire' })).toEqual(['Firefox-140.0.1', 'Firefox-140.0']);
  });

  it.each<[Partial<ReleaseFilter>, string[]]>([
    [{ product: 'Thunderbird' }, ['Thunderbird-140.0']],
    [{ use: 'used' }, ['Firefox-140.0']],
    [{ use: 'unused', text: '140' }, ['Firefox-140.0.1', 'Thunderbird-140.0']],
    [{ readOnly: true }, ['Firefox-139.0']],
    [{ scheduled: true }, ['Firefox-141.0', 'Firefox-139.0']],
  ])('%j', (filter, expected) => {
    expect(names(filter)).toEqual(expected);
  });
});

describe('addresses of filters', () => {
  it.each<ReleaseFilter>([
    NO_FILTER,
    { text: 'fire 140', product: 'Firefox', use: 'unused', readOnly: true, scheduled: true },
  ])('lead back to %j', (filter) => {
    expect(readFilter(new URLSearchParams(writeFilter(filter).toString()))).toEqual(filter);
  });

  it('are empty where nothing is filtered', () => {
    expect(writeFilter(NO_FILTER).toString()).toBe('');
  });
});
