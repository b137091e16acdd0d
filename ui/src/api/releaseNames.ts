// SPDX-License-Identifier: MPL-2.0
import { queryOptions } from '@tanstack/react-query';
import { newestFirst } from '../domain/naturalOrder';
import { type Api, body } from './client';

/** The names of all releases, however they are stored: those with newer versions first. */
export function releaseNames(api: Api) {
  return queryOptions({
    queryKey: ['releases', 'names'],
    staleTime: 60_000,
    queryFn: async (): Promise<string[]> => {
      const params = { query: { names_only: '1' } };
      const [whole, split] = await Promise.all([
        api.GET('/releases', { params }).then(body),
        api.GET('/v2/releases', { params }).then(body),
      ]);
      const names = new Set([...namesIn(whole), ...namesIn(split)]);
      return [...names]
        .map((name) => ({ name, by: newestFirst(name) }))
        .sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0))
        .map(({ name }) => name);
    },
  });
}

function namesIn(answer: object): string[] {
  const names = 'names' in answer ? answer.names : answer;
  return Array.isArray(names) ? names : [];
}
