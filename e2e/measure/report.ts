// SPDX-License-Identifier: MPL-2.0

/** Prints the median and the worst of some times in milliseconds. */
export function report(what: string, times: readonly number[]): void {
  const sorted = [...times].sort((a, b) => a - b).map(Math.round);
  console.log(`${what}: median ${sorted[sorted.length >> 1]} ms, worst ${sorted.at(-1)} ms of ${sorted.length}`);
}
