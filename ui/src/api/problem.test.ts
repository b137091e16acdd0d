// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { type ApiProblem, problemOf } from './problem';

function problem(status: number, document: object): Promise<ApiProblem> {
  return problemOf(new Response(JSON.stringify(document), { status }));
}

describe('problemOf', () => {
  it('knows an outdated version by its code', async () => {
    const outdated = await problem(400, {
      title: 'Bad Request',
      detail: 'OutdatedDataError',
      exception: "Couldn't perform the request POST.",
    });
    expect(outdated).toMatchObject({ isConflict: true, isOutdated: true, isScheduledAlready: false });
    expect(outdated.message).toBe('Somebody else has changed this since it was loaded.');
  });

  it.each(['UpdateMergeError', 'ChangeScheduledError'])(
    'knows %s, which is no outdated version',
    async (detail) => {
      const merge = await problem(400, { title: 'Bad Request', detail, exception: 'due to something' });
      expect(merge).toMatchObject({ isOutdated: false, isScheduledAlready: true });
      expect(merge.message).toMatch(/scheduled already/);
    },
  );

  it('says what is wrong where', async () => {
    const places = [{ path: '/name', message: 'name: is missing' }];
    const invalid = await problem(400, {
      title: 'Bad Request',
      exception: ['name: is missing'],
      errors: places,
    });
    expect(invalid.message).toBe('Name: is missing.');
    expect(invalid.places).toEqual(places);
  });

  it('makes a sentence of the detail where there is nothing more', async () => {
    expect((await problem(404, { title: 'Not Found', detail: 'Release does not exist' })).message).toBe(
      'Release does not exist.',
    );
  });
});
