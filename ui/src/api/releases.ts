// SPDX-License-Identifier: MPL-2.0
import { queryOptions } from '@tanstack/react-query';
import { type Api, body } from './client';
import type { components } from './schema';

export type WholeRelease = components['schemas']['ReleaseSummary'];
export type SplitRelease = components['schemas']['SplitReleaseSummary'];

/** Releases that are stored whole, without their data. */
export function wholeReleases(api: Api) {
  return queryOptions({
    queryKey: ['releases', 'whole'],
    queryFn: async (): Promise<WholeRelease[]> => {
      const list = body(await api.GET('/releases'));
      return 'releases' in list ? list.releases : [];
    },
  });
}

/** Releases that are stored in parts, without their data, and what is scheduled for their parts. */
export function splitReleases(api: Api) {
  return queryOptions({
    queryKey: ['releases', 'split'],
    queryFn: async (): Promise<SplitRelease[]> => {
      const list = body(await api.GET('/v2/releases'));
      return 'releases' in list ? list.releases : [];
    },
  });
}
