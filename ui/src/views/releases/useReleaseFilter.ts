// SPDX-License-Identifier: MPL-2.0
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { type ReleaseFilter, readFilter, writeFilter } from '../../domain/releases';

/** How long after the last keystroke the address follows, in milliseconds. */
const PAUSE = 250;

/** The filter in the address. It changes at once; the address follows when nobody types. */
export function useReleaseFilter(): [ReleaseFilter, (filter: ReleaseFilter) => void] {
  const [query, setQuery] = useSearchParams();
  const [filter, setFilter] = useState(() => readFilter(query));
  const address = query.toString();
  const written = useRef(address);

  useEffect(() => {
    // Somebody has followed a link, or gone back.
    if (address !== written.current) {
      written.current = address;
      setFilter(readFilter(new URLSearchParams(address)));
    }
  }, [address]);

  useEffect(() => {
    const next = writeFilter(filter);
    if (next.toString() === written.current) {
      return;
    }
    const timer = setTimeout(() => {
      written.current = next.toString();
      setQuery(next, { replace: true });
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [filter, setQuery]);

  return [filter, setFilter];
}
