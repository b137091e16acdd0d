// SPDX-License-Identifier: MPL-2.0

/** How far a simulation is. */
export type Progress = Readonly<{ evaluated: number; requests: number }>;

/** Returns how far a simulation is, in percent. */
export function percentage({ evaluated, requests }: Progress): number {
  return requests === 0 ? 0 : Math.min(100, (evaluated / requests) * 100);
}

/** Returns how far a simulation is, such as “1,024 of 20,000 requests”. */
export function progressText({ evaluated, requests }: Progress): string {
  return `${evaluated.toLocaleString('en')} of ${requests.toLocaleString('en')} requests`;
}
