// SPDX-License-Identifier: MPL-2.0
import { queryOptions } from '@tanstack/react-query';
import { type Api, body } from './client';
import type { components } from './schema';

export type PublicApps = components['schemas']['PublicApps'];

/** How soon the apps are asked again, in milliseconds: while a change is not served everywhere, and afterwards. */
const WAITING = 1_000;
const RESTING = 60_000;

/**
 * Which public apps serve all changes up to a moment.
 *
 * @param timestamp the moment, in milliseconds since 1970
 */
export function publicApps(api: Api, timestamp: number) {
  return queryOptions({
    queryKey: ['public-apps', timestamp],
    queryFn: async (): Promise<PublicApps> =>
      body(await api.GET('/v2/public_apps', { params: { query: { timestamp } } })),
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.apps.some(({ serves }) => !serves) ? WAITING : RESTING,
  });
}
