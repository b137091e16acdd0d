// SPDX-License-Identifier: MPL-2.0
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { outcomeOf } from '../api/changeRecord';
import { useAllChanges } from '../api/scheduledChanges';
import { historyKind, permanentPlace, type ScheduledChange, title } from '../domain/changes';
import { notify } from './notices';
import { useRouter } from './router';
import { useApi, useIdentity } from './session';

/**
 * Watches scheduled changes on every view. When one is applied or cancelled, everything that is shown is read again, and a
 * notice says so.
 */
export function useLiveChanges(): void {
  const api = useApi();
  const identity = useIdentity();
  const queries = useQueryClient();
  const router = useRouter();
  const { changes, isPending, error } = useAllChanges();
  const known = useRef<ReadonlyMap<string, ScheduledChange> | null>(null);

  useEffect(() => {
    if (isPending || error !== null) {
      return;
    }
    const present = new Map(changes.map((change) => [`${change.kind} ${change.id}`, change]));
    const gone = [...(known.current ?? [])].filter(([key]) => !present.has(key)).map(([, change]) => change);
    known.current = present;
    if (gone.length === 0) {
      return;
    }
    queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'scheduled' });
    if (identity === null) {
      return;
    }
    for (const change of gone) {
      outcomeOf(api, historyKind(change), change.id).then(
        (outcome) => {
          // What was cancelled here was said here already.
          if (outcome === 'applied') {
            notify(`Applied: ${title(change)}`, {
              label: 'Show',
              run: () => router.navigate(permanentPlace(historyKind(change), change.id)),
            });
          }
        },
        () => {},
      );
    }
  }, [changes, isPending, error, api, identity, queries, router]);
}
