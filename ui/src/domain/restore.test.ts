// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { partLabel, partPaths, pathText, restored } from './restore';

const NOW = {
  name: 'R',
  appVersion: '2',
  platforms: { linux: { alias: 'x', locales: { de: { id: 2 }, fr: { id: 2 } } } },
};
const VERSIONS = { '.': 3, platforms: { linux: { locales: { de: 2, fr: 1 } } } };

describe('parts', () => {
  it('are listed as the versions have them', () => {
    expect(partPaths(VERSIONS).map(pathText)).toEqual([
      '.platforms.linux.locales.de',
      '.platforms.linux.locales.fr',
    ]);
  });

  it.each([
    [null, 'The release itself'],
    ['.platforms.linux.locales.de', 'de on linux'],
    ['.addons.x', 'addons.x'],
  ])('%s is called %s', (path, label) => {
    expect(partLabel(path)).toBe(label);
  });
});

describe('restored', () => {
  it('puts a part back, and nothing else', () => {
    expect(restored(NOW, VERSIONS, '.platforms.linux.locales.de', { id: 1 })).toEqual({
      ...NOW,
      platforms: { linux: { alias: 'x', locales: { de: { id: 1 }, fr: { id: 2 } } } },
    });
  });

  it('puts a part back that is gone', () => {
    const release = restored(NOW, VERSIONS, '.platforms.win.locales.it', { id: 1 });
    expect(release).toMatchObject({ platforms: { win: { locales: { it: { id: 1 } } } } });
  });

  it('puts the release itself back, and lets its parts be', () => {
    expect(restored(NOW, VERSIONS, null, { name: 'R', appVersion: '1', platforms: { linux: {} } })).toEqual({
      name: 'R',
      appVersion: '1',
      platforms: { linux: { locales: { de: { id: 2 }, fr: { id: 2 } } } },
    });
  });

  it('puts all of a release back that has no parts', () => {
    expect(restored({ name: 'R' }, null, null, { name: 'R', a: 1 })).toEqual({ name: 'R', a: 1 });
  });
});
