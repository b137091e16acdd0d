// SPDX-License-Identifier: MPL-2.0
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useAccount, useApi } from '../app/session';
import { body } from './client';
import type { components } from './schema';

export type IntendedChange = components['schemas']['IntendedChange'];
export type Preflight = components['schemas']['Preflight'];

/** How long after the last keystroke the server is asked, in milliseconds. */
const PAUSE = 400;

/**
 * What a change would take, as the server finds out by trying it. Undefined until it is known.
 *
 * @param change null while there is nothing to ask about
 */
export function usePreflight(change: IntendedChange | null): {
  preflight: Preflight | undefined;
  error: unknown;
} {
  const api = useApi();
  const { known } = useAccount();
  const asked = useSettled(change === null ? null : JSON.stringify(change));
  const { data, error } = useQuery({
    queryKey: ['preflight', asked],
    enabled: asked !== null && known,
    staleTime: 0,
    queryFn: async (): Promise<Preflight> =>
      body(await api.POST('/v2/preflight', { body: JSON.parse(asked ?? '') as IntendedChange })),
    placeholderData: (previous) => previous,
  });
  return { preflight: change === null ? undefined : data, error };
}

/** A value once it has stayed the same for a while. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
