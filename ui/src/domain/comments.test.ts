// SPDX-License-Identifier: MPL-2.0
import { expect, it } from 'vitest';
import type { ChangeOf } from './changes';
import {
  aftermath,
  type Comment,
  commentedPart,
  commentedParts,
  commentsOn,
  isOpenRequest,
  kindOfTable,
  mayDismiss,
  requestText,
} from './comments';
import type { Account } from './permissions';

const COMMENT: Comment = {
  kind: 'rule',
  sc_id: 4,
  comment_number: 1,
  sc_data_version: 2,
  username: 'eve',
  created: 100,
  message: 'Not yet.',
  requests_changes: true,
  outdated: false,
  blocks: true,
  resolved_by: null,
  resolved: null,
};

const RULE = {
  kind: 'rule',
  id: 4,
  version: 2,
  changeType: 'update',
  row: { product: 'Firefox' },
} as ChangeOf<'rule'>;

const RELEASE = {
  kind: 'splitRelease',
  id: 7,
  version: 1,
  row: {
    parts: [
      { path: '.platforms.p.locales.de', sc_id: 7, sc_data_version: 1 },
      { sc_id: 3, sc_data_version: 5 },
    ],
  },
} as unknown as ChangeOf<'splitRelease'>;

it('finds the comments on a change, of all parts of a release, the earliest first', () => {
  const base: Comment = { ...COMMENT, kind: 'release_base', sc_id: 3, created: 200 };
  const asset: Comment = { ...COMMENT, kind: 'release_asset', sc_id: 7 };
  const whole: Comment = { ...COMMENT, kind: 'release', sc_id: 7 };
  const all = [base, whole, COMMENT, asset, { ...COMMENT, sc_id: 5 }];
  expect(commentsOn(all, commentedParts(RULE))).toEqual([COMMENT]);
  expect(commentsOn(all, commentedParts(RELEASE))).toEqual([asset, base]);
});

it('is for the base of a release, where that changes', () => {
  expect(commentedPart(RULE)).toEqual({ kind: 'rule', id: 4, version: 2 });
  expect(commentedPart(RELEASE)).toEqual({ kind: 'release_base', id: 3, version: 5 });
  const parts = RELEASE.row.parts.slice(0, 1);
  expect(commentedPart({ ...RELEASE, row: { ...RELEASE.row, parts } })).toMatchObject({
    kind: 'release_asset',
  });
});

it('says who requests changes, once', () => {
  expect(requestText([{ ...COMMENT, blocks: false }])).toBeNull();
  expect(requestText([COMMENT, COMMENT])).toBe('eve requests changes');
  const others = ['bob', 'cyd'].map((username) => ({ ...COMMENT, username }));
  expect(requestText([COMMENT, ...others])).toBe('eve, bob and cyd request changes');
});

it('says what has become of a request', () => {
  expect(aftermath(COMMENT)).toBeNull();
  expect(aftermath({ ...COMMENT, resolved_by: 'eve' })).toBe('Withdrawn');
  expect(aftermath({ ...COMMENT, resolved_by: 'ada', outdated: true })).toBe('Dismissed by ada');
  expect(aftermath({ ...COMMENT, outdated: true })).toBe('For version 2, edited since');
  expect(isOpenRequest(COMMENT)).toBe(true);
  for (const part of [{ requests_changes: false }, { resolved_by: 'eve' }, { outdated: true }]) {
    expect(isOpenRequest({ ...COMMENT, ...part })).toBe(false);
  }
});

it('lets administrators of the product dismiss requests', () => {
  const account = (options: { products: string[] } | null): Account => ({
    username: 'ada',
    known: true,
    permissions: { admin: { options } },
    roles: [],
  });
  expect(mayDismiss(account(null), RULE).allowed).toBe(true);
  expect(mayDismiss(account({ products: ['Firefox'] }), RULE).allowed).toBe(true);
  expect(mayDismiss(account({ products: ['Fenix'] }), RULE).allowed).toBe(false);
  expect(mayDismiss({ ...account(null), permissions: { rule: { options: null } } }, RULE).allowed).toBe(
    false,
  );
  const deletion = { ...RULE, changeType: 'delete', row: { rule_id: 4 } } as unknown as ChangeOf<'rule'>;
  expect(mayDismiss(account({ products: ['Firefox'] }), deletion).allowed).toBe(true);
});

it('knows the kinds of tables', () => {
  expect(kindOfTable('releases_json.comment.1', 'release')).toBe('release_base');
  expect(kindOfTable('release_assets.signoff.1', 'release')).toBe('release_asset');
  expect(kindOfTable('releases.scheduled_change.1', 'release')).toBe('release');
  expect(kindOfTable('rules.comment.1', 'rule')).toBe('rule');
  expect(kindOfTable('balrog_expectations.row.1', 'expectation')).toBeNull();
});
