// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import type { Rule } from '../api/rules';
import { board } from './board';
import type { ChangeOf } from './changes';
import { rateHistory } from './rollout';
import { FIELDS } from './ruleFields';
import { MARKS, position } from './timeline';
import { suggested, updateUrl, versionsOf } from './updateUrl';

const EMPTY = Object.fromEntries(FIELDS.map(({ name }) => [name, null]));

function rule(id: number, fields: Partial<Rule>): Rule {
  return {
    ...EMPTY,
    rule_id: id,
    data_version: 1,
    product: 'Firefox',
    channel: 'release*',
    ...fields,
  } as Rule;
}

describe('board', () => {
  const rules = [
    rule(4, { priority: 100, mapping: 'A' }),
    rule(5, { priority: 110, mapping: 'B', locale: 'de' }),
    rule(6, { priority: 90, mapping: 'C' }),
    rule(7, { priority: 200, mapping: 'X', channel: 'release-cck-foo' }),
    rule(8, { priority: 10, mapping: 'N', channel: 'nightly' }),
    rule(9, { priority: 5, mapping: 'D', product: 'Aurora', channel: 'beta', version: '<10' }),
  ];
  const change = { id: 1, row: { rule_id: 5 } } as ChangeOf<'rule'>;
  const rows = board(
    rules,
    [change],
    [{ product: 'Firefox', channel: 'nightly', data_version: 1, comment: null }],
  );

  it('has a row for each product and channel, the known channels first', () => {
    expect(rows.map(({ product, channel }) => `${product} ${channel}`)).toEqual([
      'Aurora beta',
      'Firefox release*',
      'Firefox nightly',
      'Firefox release-cck-foo',
    ]);
  });

  it('shows the rule for clients to which no special rule applies, and counts the special ones before it', () => {
    expect(rows[1]).toMatchObject({ rule: { rule_id: 4 }, special: 1, changes: [{ id: 1 }], shutoff: null });
    expect(rows[0]).toMatchObject({ rule: null, special: 1 });
    expect(rows[3]?.rule?.rule_id).toBe(7);
  });

  it('tells of shutoffs', () => {
    expect(rows[2]?.shutoff).not.toBeNull();
  });
});

it('places moments between the past 24 hours and the next 7 days', () => {
  const hour = 3_600_000;
  expect(position(0, 48 * hour)).toBe(0);
  expect(position(5, 5)).toBe(0.2);
  expect(position(24 * hour, 0)).toBe(0.6);
  expect(position(1_000 * hour, 0)).toBe(1);
  expect(MARKS.map(({ at }) => at)).toEqual([...MARKS.map(({ at }) => at)].sort((a, b) => a - b));
});

it('has the rates of a rule over time, without those that did not change', () => {
  const at = (timestamp: number, backgroundRate: number) => ({ timestamp, backgroundRate });
  expect(rateHistory([at(3, 50), at(2, 25), at(1, 25)])).toEqual([
    { at: 1, rate: 25 },
    { at: 3, rate: 50 },
  ]);
});

describe('update URLs', () => {
  it('have the parts that clients send, escaped', () => {
    const client = {
      product: 'Firefox',
      channel: 'release',
      version: '139.0',
      system: 'win64',
      locale: 'de',
      buildId: '',
    };
    expect(updateUrl(client)).toBe(
      '/update/6/Firefox/139.0/20000101000000/WINNT_x86_64-msvc-x64/de/release/' +
        'Windows_NT%2010.0.0.0.19045.2965%20(x64)/ISET%3ASSE4_2%2CMEM%3A16384/default/default/update.xml',
    );
  });

  it('take versions from the names of releases, by channel', () => {
    const names = [
      'Firefox-141.0b3-build1',
      'Firefox-140.0.2-build1',
      'Firefox-128.1.0esr-build1',
      'Fenix-1.0',
      'Firefox-139.0-build2',
    ];
    expect(versionsOf(names, 'Firefox', 'release')).toEqual(['140.0.2', '139.0']);
    expect(versionsOf(names, 'Firefox', 'beta')).toEqual(['141.0']);
    expect(versionsOf(names, 'Firefox', 'esr')).toEqual(['128.1.0']);
    expect(suggested(['140.0.2', '139.0'])).toBe('139.0');
    expect(suggested([])).toBe('');
  });
});
