// SPDX-License-Identifier: MPL-2.0
import { queryOptions } from '@tanstack/react-query';
import { type Api, body } from './client';
import type { components } from './schema';

export type UpdatePath = components['schemas']['UpdatePath'];
export type PathClient = components['schemas']['UpdatePathClient'];
export type PathNode = components['schemas']['UpdatePathNode'];
export type PathEdge = components['schemas']['UpdatePathEdge'];
export type PathEnd = PathNode['ends'][number];

/** The clients whose update path is asked for; empty strings for all. */
export type PathQuestion = Readonly<{
  product: string;
  channel: string;
  buildTarget: string;
  locale: string;
  osVersion: string;
}>;

/** The updates of the clients of a product and channel, from any version to the newest. */
export function updatePath(api: Api, question: PathQuestion) {
  const { product, channel, buildTarget, locale, osVersion } = question;
  return queryOptions({
    queryKey: ['updatePath', question],
    enabled: product !== '' && channel !== '',
    retry: false,
    // Whoever opens the page wants to know how things are now.
    staleTime: 0,
    queryFn: async ({ signal }): Promise<UpdatePath> =>
      body(
        await api.GET('/v2/update_path', {
          signal,
          params: {
            query: {
              product,
              channel,
              ...(buildTarget !== '' && { buildTarget }),
              ...(locale !== '' && { locale }),
              ...(osVersion !== '' && { osVersion }),
            },
          },
        }),
      ),
  });
}

/** Where the update path of clients is shown. */
export function updatePathAddress(question: Partial<PathQuestion>): string {
  const given = Object.entries(question).filter(([, value]) => value !== '' && value !== undefined);
  return `/update-path?${new URLSearchParams(given)}`;
}
