// SPDX-License-Identifier: MPL-2.0

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The stops of the time axis: offsets from now in milliseconds, and where they are, from 0 to 1. */
const STOPS = [
  { offset: -DAY, at: 0 },
  { offset: 0, at: 0.2 },
  { offset: DAY, at: 0.6 },
  { offset: 7 * DAY, at: 1 },
] as const;

/** The marks of the axis. */
export const MARKS = [
  { label: '−24 h', at: position(-DAY, 0) },
  { label: 'now', at: position(0, 0) },
  { label: '+6 h', at: position(6 * HOUR, 0) },
  { label: '+24 h', at: position(DAY, 0) },
  { label: '+3 d', at: position(3 * DAY, 0) },
  { label: '+7 d', at: position(7 * DAY, 0) },
] as const;

/** Returns where a moment is on an axis of the past 24 hours and the next 7 days, from 0 to 1; others are at its ends. */
export function position(moment: number, now: number): number {
  const offset = moment - now;
  for (let i = 1; i < STOPS.length; i++) {
    const [from, to] = [STOPS[i - 1], STOPS[i]];
    if (from !== undefined && to !== undefined && offset <= to.offset) {
      const share = Math.max(0, (offset - from.offset) / (to.offset - from.offset));
      return from.at + share * (to.at - from.at);
    }
  }
  return 1;
}
