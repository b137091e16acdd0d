// SPDX-License-Identifier: MPL-2.0

/** The steps of a rollout that can be chosen with one click; 0 halts it. */
export const STEPS = [25, 50, 75, 100, 0] as const;

/** Returns what a button says that sets a background rate. */
export function stepText(rate: number): string {
  return rate === 0 ? 'Halt' : `${rate}\u00a0%`;
}

/** A background rate from a moment on, in milliseconds since 1970. */
export type RatePoint = Readonly<{ at: number; rate: number }>;

/** Returns the background rates of a rule over time, the earliest first, without those that did not change it. */
export function rateHistory(
  revisions: readonly Readonly<{ timestamp: number; backgroundRate: number | null }>[],
): RatePoint[] {
  const points = [...revisions]
    .sort((a, b) => a.timestamp - b.timestamp)
    .map(({ timestamp, backgroundRate }) => ({ at: timestamp, rate: backgroundRate ?? 0 }));
  return points.filter(({ rate }, i) => i === 0 || rate !== points[i - 1]?.rate);
}
