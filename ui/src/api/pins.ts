// SPDX-License-Identifier: MPL-2.0
import { queryOptions, useMutation } from '@tanstack/react-query';
import { notify } from '../app/notices';
import { useApi } from '../app/session';
import { type Api, body } from './client';
import { useRefresh } from './scheduledChanges';
import type { components } from './schema';

export type Pin = components['schemas']['Pin'];

/** All pins. */
export function pins(api: Api) {
  return queryOptions({
    queryKey: ['pins'],
    queryFn: async (): Promise<Pin[]> => body(await api.GET('/v2/pins')).pins,
  });
}

/** The names of the releases that can be pinned: those that are stored in parts. */
export function pinnableReleases(api: Api) {
  return queryOptions({
    queryKey: ['releases', 'split', 'names'],
    staleTime: 60_000,
    queryFn: async (): Promise<string[]> => {
      const list = body(await api.GET('/v2/releases', { params: { query: { names_only: '1' } } }));
      return 'releases' in list ? list.releases.map(({ name }) => name) : list;
    },
  });
}

type PinInput = Readonly<{
  product: string;
  channel: string;
  version: string;
  release: string;
  /** Milliseconds since 1970; null for now. */
  when: number | null;
}>;

/** Sets a pin, or schedules that. Answers whether that was done: a pin never leads back to an older release. */
export function useSetPin() {
  const api = useApi();
  const onSettled = useRefresh();
  return useMutation({
    mutationFn: async ({ release, when, ...pin }: PinInput): Promise<boolean> => {
      const answer = await api.PUT('/v2/releases/{name}/pinnable', {
        params: { path: { name: release } },
        body: { ...pin, ...(when === null ? {} : { when }) },
      });
      return !('pin_not_set' in body(answer));
    },
    onSuccess: (done, { product, channel, version, when }) => {
      if (done) {
        notify(`${when === null ? 'Set' : 'Scheduled'}: pin ${product} ${channel} ${version}`);
      }
    },
    onSettled,
  });
}
