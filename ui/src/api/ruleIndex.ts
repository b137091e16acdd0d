// SPDX-License-Identifier: MPL-2.0
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi } from '../app/session';
import { ruleIndex } from '../domain/rules';
import { rules } from './rules';
import { useChangesOf } from './scheduledChanges';

const NONE: never[] = [];

/** All rules with what is scheduled for them, ready to be searched. */
export function useRuleIndex() {
  const present = useQuery(rules(useApi()));
  const changes = useChangesOf('rule');
  const index = useMemo(
    () => ruleIndex(present.data ?? NONE, changes.data ?? NONE),
    [present.data, changes.data],
  );
  return {
    index,
    isPending: present.isPending,
    error: present.error ?? changes.error,
    retry: () => Promise.all([present.refetch(), changes.refetch()]),
  };
}

/** The rules as they were at a moment, in milliseconds since 1970. */
export function usePastRuleIndex(timestamp: number) {
  const { data, isPending, error, refetch } = useQuery(rules(useApi(), timestamp));
  const index = useMemo(() => ruleIndex(data ?? NONE, NONE), [data]);
  return { index, isPending, error, retry: refetch };
}
