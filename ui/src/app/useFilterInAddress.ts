// SPDX-License-Identifier: MPL-2.0
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';

/** How long after the last keystroke the address follows, in milliseconds. */
const PAUSE = 250;

/**
 * A filter that is kept in the address. It changes at once; the address follows when nobody types.
 *
 * @param read what an address asks for; has to be the same function each time
 * @param write an address that asks for a filter, and what else was in the address; likewise
 */
export function useFilterInAddress<T>(
  read: (query: URLSearchParams) => T,
  write: (filter: T, query: URLSearchParams) => URLSearchParams,
): [T, (filter: T) => void] {
  const [query, setQuery] = useSearchParams();
  const [filter, setFilter] = useState(() => read(query));
  const address = query.toString();
  const written = useRef(address);

  useEffect(() => {
    // Somebody has followed a link, or gone back.
    if (address !== written.current) {
      written.current = address;
      setFilter(read(new URLSearchParams(address)));
    }
  }, [address, read]);

  useEffect(() => {
    const next = write(filter, new URLSearchParams(written.current));
    if (next.toString() === written.current) {
      return;
    }
    const timer = setTimeout(() => {
      written.current = next.toString();
      setQuery(next, { replace: true });
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [filter, setQuery, write]);

  return [filter, setFilter];
}
