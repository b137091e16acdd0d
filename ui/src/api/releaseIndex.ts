// SPDX-License-Identifier: MPL-2.0
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../app/session';
import type { ChangeOf } from '../domain/changes';
import { lastResult } from '../domain/lastResult';
import { indexOf, NO_RELEASES, withChanges } from '../domain/releases';
import { splitReleases, wholeReleases } from './releases';
import { useChangesOf, useSplitReleaseChanges } from './scheduledChanges';

// The lists are long, and several views need them in order: that is found out once for each.
const indexOnce = lastResult(indexOf);
const changedOnce = lastResult(withChanges);
const changesOnce = lastResult(
  (whole: readonly ChangeOf<'release'>[], split: readonly ChangeOf<'splitRelease'>[]) => [...whole, ...split],
);
const NONE: never[] = [];

/** All releases, however they are stored, with what is scheduled for them. */
export function useReleaseIndex() {
  const api = useApi();
  const whole = useQuery(wholeReleases(api));
  const split = useQuery(splitReleases(api));
  const wholeChanges = useChangesOf('release');
  const splitChanges = useSplitReleaseChanges();
  const isPending = whole.isPending || split.isPending;
  const index = isPending ? NO_RELEASES : indexOnce(whole.data ?? NONE, split.data ?? NONE);
  return {
    index: isPending
      ? index
      : changedOnce(index, changesOnce(wholeChanges.data ?? NONE, splitChanges.data ?? NONE)),
    isPending,
    error: whole.error ?? split.error ?? wholeChanges.error,
    retry: () => Promise.all([whole.refetch(), split.refetch(), wholeChanges.refetch()]),
  };
}
