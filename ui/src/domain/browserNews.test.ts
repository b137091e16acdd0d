// SPDX-License-Identifier: MPL-2.0
import { expect, it } from 'vitest';
import type { Shutoff } from '../api/shutoffs';
import { newsOf, resumedNews } from './browserNews';
import type { ChangeOf } from './changes';
import type { Account } from './permissions';

const NOW = 1_800_000_000_000;
const ADA: Account = { username: 'ada', known: true, permissions: {}, roles: ['releng'] };
const MAL: Account = { ...ADA, username: 'mal', roles: [] };

function change(more: Partial<ChangeOf<'rule'>>): ChangeOf<'rule'> {
  return {
    kind: 'rule',
    id: 12,
    version: 3,
    changeType: 'update',
    when: NOW + 60_000,
    scheduledBy: 'mal',
    signoffs: {},
    required: { releng: 1 },
    row: { rule_id: 4, product: 'Firefox', channel: 'release' },
    ...more,
  } as ChangeOf<'rule'>;
}

const tags = (one: ChangeOf<'rule'>, account: Account) =>
  newsOf({ changes: [one], shutoffs: [] }, account, NOW).map(({ tag }) => tag);

it('tells signers what they can sign off, again when it was edited, until they have', () => {
  expect(tags(change({}), ADA)).toEqual(['signoff rule 12 3']);
  expect(tags(change({ version: 4 }), ADA)).toEqual(['signoff rule 12 4']);
  expect(tags(change({ signoffs: { ada: 'releng' } }), ADA)).toEqual([]);
});

it('tells authors that their change is overdue, or not applied', () => {
  expect(tags(change({}), MAL)).toEqual([]);
  expect(tags(change({ when: NOW - 1 }), MAL)).toEqual(['overdue rule 12 3']);
  const signed = { signoffs: { ada: 'releng' } };
  expect(tags(change({ ...signed, when: NOW - 10_000 }), MAL)).toEqual([]);
  expect(tags(change({ ...signed, when: NOW - 120_000 }), MAL)).toEqual(['failed rule 12 3']);
  expect(tags(change({ ...signed, when: NOW - 120_000, scheduledBy: 'bob' }), MAL)).toEqual([]);
});

it('tells of shutoffs, and of their end', () => {
  const shutoff = { product: 'Firefox', channel: 'beta', data_version: 1 } as Shutoff;
  expect(newsOf({ changes: [], shutoffs: [shutoff] }, ADA, NOW).map(({ title }) => title)).toEqual([
    'Updates shut off: Firefox beta',
  ]);
  expect(resumedNews([shutoff], []).map(({ title }) => title)).toEqual(['Updates resumed: Firefox beta']);
  expect(resumedNews([shutoff], [{ ...shutoff, data_version: 2 }])).toEqual([]);
});
