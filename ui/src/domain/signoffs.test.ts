// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import type { Account } from './permissions';
import { isComplete, missing, othersHaveSigned, progress, rolesToSign, signoffsOfAll } from './signoffs';

const REQUIRED = { releng: 2, relman: 1 };

function somebody(username: string, ...roles: string[]): Account {
  return { username, known: true, permissions: {}, roles };
}

describe('progress', () => {
  it('says who has signed as what, and who is missing', () => {
    expect(progress(REQUIRED, { bob: 'releng', ada: 'relman' })).toEqual([
      { role: 'releng', required: 2, given: ['bob'], missing: 1 },
      { role: 'relman', required: 1, given: ['ada'], missing: 0 },
    ]);
  });

  it('does not count more than what is required', () => {
    expect(progress({ releng: 1 }, { ada: 'releng', bob: 'releng' })[0]?.missing).toBe(0);
  });
});

describe('rolesToSign', () => {
  it('offers the roles that are still missing', () => {
    expect(rolesToSign(somebody('ada', 'releng', 'relman', 'qa'), REQUIRED, { bob: 'relman' })).toEqual([
      'releng',
    ]);
  });

  it('offers nothing to those who have signed already', () => {
    expect(rolesToSign(somebody('ada', 'releng', 'relman'), REQUIRED, { ada: 'releng' })).toEqual([]);
  });

  it('offers nothing to those who are not logged in', () => {
    expect(rolesToSign({ ...somebody('', 'releng'), username: null }, REQUIRED, {})).toEqual([]);
  });
});

describe('isComplete and missing', () => {
  it('agree about a change that waits', () => {
    expect(isComplete(REQUIRED, { bob: 'releng' })).toBe(false);
    expect(missing(REQUIRED, { bob: 'releng' })).toBe('1 releng, 1 relman');
  });

  it('agree about one that everybody has signed', () => {
    const signoffs = { bob: 'releng', eve: 'releng', ada: 'relman' };
    expect(isComplete(REQUIRED, signoffs)).toBe(true);
    expect(missing(REQUIRED, signoffs)).toBe('');
  });
});

describe('signoffsOfAll', () => {
  it('counts those who have agreed to everything', () => {
    expect(signoffsOfAll([{ ada: 'releng', bob: 'relman' }, { ada: 'releng' }])).toEqual({ ada: 'releng' });
  });

  it('has nobody where there is nothing', () => {
    expect(signoffsOfAll([])).toEqual({});
  });
});

it('othersHaveSigned does not count the account itself', () => {
  expect(othersHaveSigned(somebody('ada', 'releng'), { ada: 'releng' })).toBe(false);
  expect(othersHaveSigned(somebody('ada', 'releng'), { ada: 'releng', bob: 'qa' })).toBe(true);
});
