// SPDX-License-Identifier: MPL-2.0
import { queryOptions } from '@tanstack/react-query';
import type { TrafficKind, TrafficRange } from '../domain/traffic';
import { type Api, body } from './client';
import type { components } from './schema';

export type Traffic = components['schemas']['Traffic'];
export type TrafficShare = components['schemas']['TrafficShare'];

/** What is asked for; empty strings for all. */
export type TrafficQuestion = Readonly<{
  by: TrafficKind;
  range: TrafficRange;
  product?: string;
  /** The only channel, rule or release. */
  name?: string;
  limit?: number;
}>;

/** How often the server is asked again, in milliseconds. It asks Prometheus less often for longer ranges. */
const AGAIN = 30_000;

/** The shares of answers that channels, rules or releases have. */
export function traffic(api: Api, { by, range, product = '', name = '', limit }: TrafficQuestion) {
  return queryOptions({
    queryKey: ['traffic', by, range, product, name, limit ?? null],
    queryFn: async ({ signal }): Promise<Traffic> =>
      body(
        await api.GET('/v2/traffic', {
          signal,
          params: {
            query: {
              by,
              range,
              ...(product !== '' && { product }),
              ...(name !== '' && { name }),
              ...(limit !== undefined && { limit }),
            },
          },
        }),
      ),
    // The server says at once that Prometheus does not answer, and would say it again.
    retry: false,
    refetchInterval: ({ state: { data } }) => (data?.configured === false ? false : AGAIN),
  });
}
