// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { filterPins, versionProblem, withDot } from './pins';

function pin(channel: string, version: string, mapping = 'Firefox-128.5.0esr-build1') {
  return { product: 'Firefox', channel, version, mapping };
}

describe('filterPins', () => {
  const pins = [pin('release', '115.'), pin('esr', '128.'), pin('release', '128.3.'), pin('release', '128.')];

  it('lists the newest version of each channel first', () => {
    const found = filterPins(pins, { text: '', product: '', channel: '' });
    expect(found.map(({ channel, version }) => `${channel} ${version}`)).toEqual([
      'esr 128.',
      'release 128.3.',
      'release 128.',
      'release 115.',
    ]);
  });

  it('finds by words, product and channel', () => {
    expect(filterPins(pins, { text: 'RELEASE 128.3', product: 'Firefox', channel: '' })).toEqual([pins[2]]);
    expect(filterPins(pins, { text: '', product: '', channel: 'esr' })).toEqual([pins[1]]);
    expect(filterPins(pins, { text: '', product: 'Fenix', channel: '' })).toEqual([]);
  });
});

describe('versionProblem', () => {
  it.each(['', '128.', '128.3.'])('has nothing against “%s”', (version) => {
    expect(versionProblem(version)).toBeNull();
  });

  it.each(['128', '128.3', '128.3.1.', 'esr.', ' 128.'])('asks for the dot in place of “%s”', (version) => {
    expect(versionProblem(version)).toContain('a dot');
  });
});

it('adds the dot that is easily forgotten, and nothing else', () => {
  expect(['128', '128.3', '128.', '', 'esr', '128.3.1'].map(withDot)).toEqual([
    '128.',
    '128.3.',
    '128.',
    '',
    'esr',
    '128.3.1',
  ]);
});
