// SPDX-License-Identifier: MPL-2.0

/** How often lists are polled, in milliseconds: without a stream of changes, and with one. */
const ALONE = 5_000;
const BESIDE_STREAM = 30_000;

let live = false;

/** Says whether the page is told of changes as they are committed. */
export function setLive(value: boolean): void {
  live = value;
}

/** Returns how soon a list is to be read again, in milliseconds. */
export function restingPoll(): number {
  return live ? BESIDE_STREAM : ALONE;
}
