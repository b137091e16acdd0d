// SPDX-License-Identifier: MPL-2.0
import type { SplitRelease, WholeRelease } from '../api/releases';
import type { ChangeOf } from './changes';
import { newestFirst } from './naturalOrder';
import type { RequiredSignoffs } from './signoffs';

/** How a release is stored: as one document, or each platform and locale by itself. */
export type Storage = 'whole' | 'split';

export type RuleReference = Readonly<{ id: number; product: string | null; channel: string | null }>;

/** A release as lists show it, however it is stored. */
export type ReleaseEntry = Readonly<{
  key: string;
  name: string;
  product: string | null;
  storage: Storage;
  /** Null for one that is only scheduled to be. */
  dataVersion: number | null;
  readOnly: boolean;
  rules: readonly RuleReference[];
  required: RequiredSignoffs;
  /** What is scheduled for it; null where nothing is. */
  change: ChangeOf<'release'> | ChangeOf<'splitRelease'> | null;
}>;

/** The entries of a list, with what it is searched for and sorted by. */
export type ReleaseIndex = Readonly<{
  entries: readonly ReleaseEntry[];
  /** Names in lower case, in the order of the entries. */
  texts: readonly string[];
  products: readonly string[];
}>;

export const NO_RELEASES: ReleaseIndex = { entries: [], texts: [], products: [] };

/** What a list is narrowed down to. */
export type ReleaseFilter = Readonly<{
  /** Words that the name has to contain. */
  text: string;
  /** Empty for all. */
  product: string;
  use: '' | 'used' | 'unused';
  readOnly: boolean;
  scheduled: boolean;
}>;

export const NO_FILTER: ReleaseFilter = {
  text: '',
  product: '',
  use: '',
  readOnly: false,
  scheduled: false,
};

/** All releases, those with newer versions first. What is scheduled for them is still left out. */
export function indexOf(whole: readonly WholeRelease[], split: readonly SplitRelease[]): ReleaseIndex {
  return sorted([
    ...whole.map((release) => entry('whole', release)),
    ...split.map((release) => entry('split', release)),
  ]);
}

/** The same, with what is scheduled for each. */
export function withChanges(
  index: ReleaseIndex,
  changes: readonly NonNullable<ReleaseEntry['change']>[],
): ReleaseIndex {
  if (changes.length === 0) {
    return index;
  }
  const open = new Map(changes.map((change) => [keyOf(storageOf(change), change.row.name), change]));
  const entries = index.entries.map((release) => {
    const change = open.get(release.key);
    open.delete(release.key);
    return change === undefined
      ? release
      : { ...release, product: release.product ?? change.row.product, change };
  });
  const added = [...open.values()].filter(({ changeType }) => changeType === 'insert').map(newEntry);
  return added.length === 0 ? { ...index, entries } : sorted([...entries, ...added]);
}

function sorted(entries: readonly ReleaseEntry[]): ReleaseIndex {
  const inOrder = entries
    .map((item) => ({ item, by: newestFirst(item.name) }))
    .sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0))
    .map(({ item }) => item);
  return {
    entries: inOrder,
    texts: inOrder.map(({ name }) => name.toLowerCase()),
    products: [...new Set(inOrder.map(({ product }) => product))].filter((name) => name !== null).sort(),
  };
}

function keyOf(storage: Storage, name: string): string {
  return `${storage}/${name}`;
}

function storageOf(change: NonNullable<ReleaseEntry['change']>): Storage {
  return change.kind === 'release' ? 'whole' : 'split';
}

function entry(storage: Storage, release: WholeRelease | SplitRelease): ReleaseEntry {
  return {
    key: keyOf(storage, release.name),
    name: release.name,
    product: release.product,
    storage,
    dataVersion: release.data_version,
    readOnly: release.read_only ?? false,
    rules: ruleReferences(release.rule_info),
    required: release.required_signoffs,
    change: null,
  };
}

/** A release that does not exist yet: there is no more of it than the change that adds it. */
function newEntry(change: NonNullable<ReleaseEntry['change']>): ReleaseEntry {
  const storage = storageOf(change);
  return {
    key: keyOf(storage, change.row.name),
    name: change.row.name,
    product: change.row.product,
    storage,
    dataVersion: null,
    readOnly: false,
    rules: [],
    required: change.required,
    change,
  };
}

/** The rules that map to a release, by their ids. */
export function ruleReferences(info: WholeRelease['rule_info']): RuleReference[] {
  return Object.entries(info)
    .map(([id, { product, channel }]) => ({ id: Number(id), product, channel }))
    .sort((a, b) => a.id - b.id);
}

/** The entries that fit, in the order that they have. */
export function filterReleases(index: ReleaseIndex, filter: ReleaseFilter): ReleaseEntry[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const { product, use, readOnly, scheduled } = filter;
  return index.entries.filter(
    (release, i) =>
      words.every((word) => index.texts[i]?.includes(word)) &&
      (product === '' || release.product === product) &&
      (use === '' || release.rules.length > 0 === (use === 'used')) &&
      (!readOnly || release.readOnly) &&
      (!scheduled || release.change !== null),
  );
}

/** The filter that an address asks for. */
export function readFilter(query: URLSearchParams): ReleaseFilter {
  const use = query.get('rules');
  return {
    text: query.get('q') ?? '',
    product: query.get('product') ?? '',
    use: use === 'used' || use === 'unused' ? use : '',
    readOnly: query.has('read-only'),
    scheduled: query.has('scheduled'),
  };
}

/** An address that asks for a filter; empty when there is none. */
export function writeFilter(filter: ReleaseFilter): URLSearchParams {
  const query = new URLSearchParams();
  const set = (name: string, value: string) => value !== '' && query.set(name, value);
  set('q', filter.text.trim());
  set('product', filter.product);
  set('rules', filter.use);
  set('read-only', filter.readOnly ? 'yes' : '');
  set('scheduled', filter.scheduled ? 'yes' : '');
  return query;
}
