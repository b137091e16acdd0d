// SPDX-License-Identifier: MPL-2.0
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Json } from '../domain/jsonMerge';
import { type Api, body } from './client';
import type { components } from './schema';

export type ReleaseRevision = components['schemas']['ReleaseRevision'];

/**
 * What a release was, the latest first, page by page.
 *
 * @param part only this part; a dot alone is the release itself; null for all
 */
export function releaseRevisions(api: Api, name: string, part: string | null) {
  return infiniteQueryOptions({
    queryKey: ['release', name, 'revisions', part],
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }) =>
      body(
        await api.GET('/v2/releases/{name}/revisions', {
          params: { path: { name }, query: { path: part, before: pageParam } },
        }),
      ),
    getNextPageParam: (page) => page.next,
  });
}

/** What a release, or a part of it, was from a revision on. */
export function revisionData(api: Api, name: string, id: string) {
  return queryOptions({
    queryKey: ['revision', name, id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () =>
      body(
        await api.GET('/v2/releases/{name}/revisions/{id}', { params: { path: { name, id } } }),
      ) as unknown as Json,
  });
}
