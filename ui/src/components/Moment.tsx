// SPDX-License-Identifier: MPL-2.0
import Tooltip from '@mui/material/Tooltip';
import { useSyncExternalStore } from 'react';
import { serverNow } from '../domain/clock';
import { ago, isInCalendar, localAndUtc, relative } from '../domain/time';

type Props = Readonly<{
  at: number;
  full?: boolean;
  /** Whether it has happened: then it never reads as future, however much the clocks of browser and server differ. */
  past?: boolean;
}>;

/** A moment as people think of it, with the viewer’s and UTC time on hover and focus, or right beside it. */
export function Moment({ at, full = false, past = false }: Props) {
  const now = useNow();
  const iso = isInCalendar(at) ? new Date(at).toISOString() : undefined;
  const words = past ? ago(at, now) : relative(at, now);
  if (full) {
    return (
      <time dateTime={iso}>
        {words} ({localAndUtc(at)})
      </time>
    );
  }
  return (
    <Tooltip title={localAndUtc(at)}>
      <time dateTime={iso}>{words}</time>
    </Tooltip>
  );
}

const TICK = 1_000;
const listeners = new Set<() => void>();
let now = serverNow();
let timer: ReturnType<typeof setInterval> | undefined;

/** The present time of the server in milliseconds since 1970, which advances by seconds. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, present);
}

/** Returns the present to the second. It is read anew when nobody has asked for a while, or the tab was suspended. */
function present(): number {
  const current = serverNow();
  if (current < now || current - now >= TICK) {
    now = current;
  }
  return now;
}

function subscribe(changed: () => void): () => void {
  if (listeners.size === 0) {
    timer = setInterval(tell, TICK);
    document.addEventListener('visibilitychange', tell);
  }
  listeners.add(changed);
  return () => {
    listeners.delete(changed);
    if (listeners.size === 0) {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tell);
    }
  };
}

function tell(): void {
  present();
  for (const listener of listeners) {
    listener();
  }
}
