// SPDX-License-Identifier: MPL-2.0
import { useEffect, useRef, useState } from 'react';
import { useLocation, useNavigationType, useSearchParams } from 'react-router';
import { useRouter } from './router';

/** How long typing may rest before the address follows, in milliseconds. Browsers refuse to be told all too often. */
const REST = 250;

/** Marks addresses that this page wrote while somebody was typing. */
const OWN = 'typed';

/**
 * What is put into fields, kept in the address too, so that it can be shared and comes back. Fields follow at once; the
 * address follows a moment later.
 *
 * @param defaults the fields by their names in the address, with what they have where the address says nothing; constant
 */
export function useAddressState<T extends Record<string, string>>(
  defaults: T,
): [values: T, put: (change: Partial<T>) => void] {
  const [search, setSearch] = useSearchParams();
  const { key, state } = useLocation();
  const type = useNavigationType();
  const router = useRouter();
  const [values, setValues] = useState(() => read(search, defaults));
  const latest = useRef(values);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each navigation counts once
  useEffect(() => {
    if (type === 'POP' || state !== OWN) {
      clearTimeout(timer.current);
      latest.current = read(search, defaults);
      setValues(latest.current);
    }
  }, [key]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function put(change: Partial<T>) {
    const next = { ...latest.current, ...change };
    latest.current = next;
    setValues(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => tell(next), REST);
  }

  function tell(next: T) {
    if (router.state.navigation.state !== 'idle') {
      // Somebody is on the way to another page, whose address this one would replace.
      timer.current = setTimeout(() => tell(next), REST);
    } else {
      // The address as it is now: a step that was taken since must not be taken back.
      const current = new URLSearchParams(router.state.location.search);
      setSearch(write(current, next, defaults), { replace: true, state: OWN, preventScrollReset: true });
    }
  }

  return [values, put];
}

function read<T extends Record<string, string>>(search: URLSearchParams, defaults: T): T {
  return Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [name, search.get(name) ?? value]),
  ) as T;
}

function write<T extends Record<string, string>>(
  search: URLSearchParams,
  values: T,
  defaults: T,
): URLSearchParams {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(values)) {
    if (value === defaults[name]) {
      params.delete(name);
    } else {
      params.set(name, value);
    }
  }
  return params;
}
