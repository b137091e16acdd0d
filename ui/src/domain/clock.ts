// SPDX-License-Identifier: MPL-2.0

/** By how much the server's clock is ahead of the browser's, in milliseconds. */
let ahead = 0;

/** Takes the time that the server has now, in milliseconds since 1970. What is not a number is ignored. */
export function setServerTime(time: number, now: number = Date.now()): void {
  if (Number.isFinite(time)) {
    ahead = time - now;
  }
}

/** Returns by how much the server's clock is ahead of the browser's, in milliseconds. */
export function serverAhead(): number {
  return ahead;
}

/** Returns the time of the server's clock, as far as it is known, in milliseconds since 1970. */
export function serverNow(): number {
  return Date.now() + ahead;
}
