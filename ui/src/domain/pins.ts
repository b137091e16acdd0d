// SPDX-License-Identifier: MPL-2.0
import { newestFirst } from './naturalOrder';

/** Which release clients get that stay on a version. */
export type Pin = Readonly<{ product: string; channel: string; version: string; mapping: string }>;

/** What pins are searched for. */
export type PinFilter = Readonly<{ text: string; product: string; channel: string }>;

/** Pins that contain each of the words and are of the product and channel; the newest version of each comes first. */
export function filterPins<P extends Pin>(pins: readonly P[], filter: PinFilter): P[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return pins
    .filter((pin) => {
      const text = `${pin.product} ${pin.channel} ${pin.version} ${pin.mapping}`.toLowerCase();
      return (
        (filter.product === '' || pin.product === filter.product) &&
        (filter.channel === '' || pin.channel === filter.channel) &&
        words.every((word) => text.includes(word))
      );
    })
    .sort(
      (a, b) =>
        a.product.localeCompare(b.product) ||
        a.channel.localeCompare(b.channel) ||
        compare(newestFirst(a.version), newestFirst(b.version)),
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Returns the version of a pin with the dot at its end, which is easily forgotten. */
export function withDot(version: string): string {
  return /^\d+(\.\d+)?$/.test(version) ? `${version}.` : version;
}

/** What is wrong with the version of a pin; null where nothing is. */
export function versionProblem(version: string): string | null {
  return version === '' || /^\d+\.(\d+\.)?$/.test(version)
    ? null
    : 'A version and a dot: 128. for all of 128, or 128.3. for all of 128.3';
}
