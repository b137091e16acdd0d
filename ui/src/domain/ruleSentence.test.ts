// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { FIELDS, type RuleRow } from './ruleFields';
import { ruleSentence, sentenceText } from './ruleSentence';

const EMPTY = Object.fromEntries(FIELDS.map(({ name }) => [name, null])) as RuleRow;

function said(fields: Partial<RuleRow>): string {
  return sentenceText({ ...EMPTY, ...fields }).replaceAll('\u00a0', ' ');
}

const RELEASE = { product: 'Firefox', channel: 'release*', mapping: 'Firefox-140.0-build2' };

describe('a rule as a sentence', () => {
  it('says for whom, what, for how many, and what the others get', () => {
    expect(
      said({
        ...RELEASE,
        version: '<140.0',
        buildTarget: 'WINNT_x86_64-msvc',
        locale: 'de',
        backgroundRate: 25,
        fallbackMapping: 'Firefox-139',
      }),
    ).toBe(
      'Firefox release*, version < 140.0, Windows 64-bit, German (de): offers Firefox-140.0-build2 to 25 % of clients, others get Firefox-139',
    );
  });

  it('does not speak of others where there are none', () => {
    expect(said({ ...RELEASE, backgroundRate: 100, fallbackMapping: 'Firefox-139' })).toBe(
      'Firefox release*: offers Firefox-140.0-build2',
    );
  });

  it('says that others get nothing', () => {
    expect(said({ ...RELEASE, backgroundRate: 50 })).toContain('to 50 % of clients, others get nothing');
  });

  it('says who still gets updates at a rate of zero', () => {
    expect(said({ ...RELEASE, backgroundRate: 0 })).toContain('only to those who ask for updates themselves');
  });

  it('takes a rule without a rate for what it does: it is served to nobody by itself', () => {
    expect(said({ ...RELEASE, backgroundRate: null })).toContain(
      'only to those who ask for updates themselves',
    );
  });

  it('is for everybody without product and channel', () => {
    expect(said({ mapping: 'X', backgroundRate: 100 })).toBe('All products and channels: offers X');
    expect(said({ channel: 'esr', mapping: 'X' })).toContain('All products esr');
    expect(said({ product: 'Firefox', mapping: 'X' })).toContain('Firefox on all channels');
  });

  it('joins lists', () => {
    expect(said({ ...RELEASE, osVersion: 'Darwin&&x86,Windows_NT 6.1' })).toContain(
      'OS Darwin and x86 or Windows_NT 6.1',
    );
    expect(said({ ...RELEASE, instructionSet: 'SSE2,SSE3' })).toContain('instruction set SSE2 or SSE3');
    expect(said({ ...RELEASE, version: '<=60.0' })).toContain('version ≤ 60.0');
  });

  it('has no lists where the server has none', () => {
    expect(said({ ...RELEASE, distVersion: '1.0,2.0', headerArchitecture: 'PPC' })).toContain(
      'architecture PPC, distribution version 1.0,2.0:',
    );
  });

  it('names languages while they are few', () => {
    expect(said({ ...RELEASE, locale: 'de,ja-JP-mac' })).toContain(', German (de) or ja-JP-mac:');
    expect(said({ ...RELEASE, locale: 'de,fr,it,pl' })).toContain(', de, fr, it, or pl:');
  });

  it('names systems, and what is special about them', () => {
    expect(said({ ...RELEASE, buildTarget: 'Linux_x86-gcc3' })).toContain(', Linux 32-bit:');
    expect(said({ ...RELEASE, buildTarget: 'WINNT_x86_64-msvc-x64' })).toContain(
      ', Windows 64-bit (WINNT_x86_64-msvc-x64):',
    );
    expect(said({ ...RELEASE, buildTarget: 'SunOS_sun4u' })).toContain(', SunOS_sun4u:');
  });

  it('tells yes and no from either', () => {
    expect(said({ ...RELEASE, jaws: false, mig64: true })).toContain(
      'without incompatible JAWS, with 64-bit migration opt-in',
    );
  });

  it('offers nothing without a release', () => {
    expect(said({ product: 'Firefox' })).toContain('offers nothing');
  });

  it('marks the names of releases', () => {
    const parts = ruleSentence({ ...EMPTY, ...RELEASE, backgroundRate: 5, fallbackMapping: 'B' });
    expect(parts.filter(({ kind }) => kind === 'release').map(({ text }) => text)).toEqual([
      'Firefox-140.0-build2',
      'B',
    ]);
  });
});
