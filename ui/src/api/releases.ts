// SPDX-License-Identifier: MPL-2.0
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi } from '../app/session';
import { indexOf, type ReleaseIndex } from '../domain/releases';
import { type Api, body } from './client';
import { useChangesOf, useSplitReleaseChanges } from './scheduledChanges';
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

const NONE: never[] = [];

/** All releases, however they are stored, with what is scheduled for them. */
export function useReleaseIndex() {
  const api = useApi();
  const whole = useQuery(wholeReleases(api));
  const split = useQuery(splitReleases(api));
  const wholeChanges = useChangesOf('release');
  const splitChanges = useSplitReleaseChanges();
  const index: ReleaseIndex = useMemo(
    () =>
      indexOf(whole.data ?? NONE, split.data ?? NONE, wholeChanges.data ?? NONE, splitChanges.data ?? NONE),
    [whole.data, split.data, wholeChanges.data, splitChanges.data],
  );
  return {
    index,
    isPending: whole.isPending || split.isPending,
    error: whole.error ?? split.error ?? wholeChanges.error,
    retry: () => Promise.all([whole.refetch(), split.refetch(), wholeChanges.refetch()]),
  };
}
