// SPDX-License-Identifier: MPL-2.0
import { expect, it } from 'vitest';
import { reload, subjectOf } from '../views/releases/subject';
import type { Api } from './client';
import { type ReleaseContent, splitBody } from './release';

const VERSIONS = { '.': 3, platforms: { p: { locales: { de: 2, fr: 1 } } } };
const SCHEDULED_VERSIONS = { platforms: { p: { locales: { de: 4, fr: 1 } } } };

function content(scheduled: ReleaseContent['data'] | null): ReleaseContent {
  return {
    storage: 'split',
    data: { name: 'R', extv: '1' },
    versions: VERSIONS,
    scheduled,
    scheduledVersions: scheduled === null ? {} : SCHEDULED_VERSIONS,
  };
}

function server(release: object): Api {
  return { GET: async () => ({ data: release, response: new Response() }) } as unknown as Api;
}

it('edits what is scheduled for the parts of a release, against the versions that were read', () => {
  const subject = subjectOf(null, content({ name: 'R', extv: '2' }));
  expect(subject.data).toEqual({ name: 'R', extv: '2' });
  const { base, change } = subject;
  expect(splitBody({ product: 'Firefox', text: '{"name": "R"}', base, change, when: 5 })).toEqual({
    blob: { name: 'R' },
    old_data_versions: VERSIONS,
    old_sc_data_versions: SCHEDULED_VERSIONS,
    product: 'Firefox',
    when: 5,
  });
});

it('edits the release itself where nothing is scheduled', () => {
  const { data, base, change } = subjectOf(null, content(null));
  expect(data).toEqual({ name: 'R', extv: '1' });
  expect(splitBody({ product: null, text: '{}', base, change, when: null })).toEqual({
    blob: {},
    old_data_versions: VERSIONS,
  });
});

it('reads again what others have scheduled, with what that removes', async () => {
  const api = server({
    blob: { name: 'R', extv: '1' },
    data_versions: VERSIONS,
    sc_blob: { name: 'R', extv: '1' },
    sc_outcome: { name: 'R' },
    sc_data_versions: SCHEDULED_VERSIONS,
  });
  const now = await reload(api, 'R', 'split', subjectOf(null, content(null)));
  expect(now.data).toEqual({ name: 'R' });
  expect(now.change).toEqual({ storage: 'split', versions: SCHEDULED_VERSIONS });
});

it('goes on with the release when what was scheduled is enacted meanwhile', async () => {
  const api = server({ blob: { name: 'R' }, data_versions: VERSIONS, sc_blob: {}, sc_data_versions: {} });
  const now = await reload(api, 'R', 'split', subjectOf(null, content({ name: 'R', extv: '2' })));
  expect(now).toMatchObject({ data: { name: 'R' }, change: null });
});
