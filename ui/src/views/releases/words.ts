// SPDX-License-Identifier: MPL-2.0
import type { Json } from '../../domain/jsonMerge';
import type { Storage } from '../../domain/releases';

/** What the ways to store releases are called. */
export const STORED: Readonly<Record<Storage, { short: string; long: string }>> = {
  whole: {
    short: 'As one document',
    long: 'All of it is one document with one version.',
  },
  split: {
    short: 'By locale',
    long: 'Each platform and locale is stored by itself, with a version of its own, so that builds can be added at the same time.',
  },
};

/** The address of a release, or of a view below it. */
export function releasePath(name: string, view?: 'edit' | 'history'): string {
  const path = `/releases/${encodeURIComponent(name)}`;
  return view === undefined ? path : `${path}/${view}`;
}

/** Data as people read it. */
export function pretty(data: Json): string {
  return JSON.stringify(data, null, 2);
}

/** How high an editor has to be for a text, at most a part of the window. */
export function heightFor(text: string, most: number): string {
  const lines = text.split('\n', 200).length;
  return `min(${most}vh, ${lines * 19 + 16}px)`;
}
