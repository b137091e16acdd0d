// SPDX-License-Identifier: MPL-2.0
import Tooltip from '@mui/material/Tooltip';
import { useSyncExternalStore } from 'react';
import { isInCalendar, local, relative, utc } from '../domain/time';

/** A moment as people think of it, with the viewer’s and UTC time on hover and focus, or right beside it. */
export function Moment({ at, full = false }: Readonly<{ at: number; full?: boolean }>) {
  const now = useNow();
  const iso = isInCalendar(at) ? new Date(at).toISOString() : undefined;
  if (full) {
    return (
      <time dateTime={iso}>
        {relative(at, now)} ({local(at)}, {utc(at)})
      </time>
    );
  }
  return (
    <Tooltip title={`${local(at)} · ${utc(at)}`}>
      <time dateTime={iso}>{relative(at, now)}</time>
    </Tooltip>
  );
}

const TICK = 5_000;
let now = Date.now();

/** The present time in milliseconds since 1970, which advances by seconds. */
export function useNow(): number {
  return useSyncExternalStore(
    (changed) => {
      const timer = setInterval(() => {
        now = Date.now();
        changed();
      }, TICK);
      return () => clearInterval(timer);
    },
    () => now,
  );
}
