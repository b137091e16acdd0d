// SPDX-License-Identifier: MPL-2.0
import { useEffect, useState } from 'react';

/** How long typing may rest before the server is asked, in milliseconds. */
const REST = 300;

/** A value as it was when it last rested: while somebody types, the server is not asked for each letter. */
export function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
