// SPDX-License-Identifier: MPL-2.0
import type { Storage } from '../../domain/releases';

/** What the ways to store releases are called. */
export const STORED: Readonly<Record<Storage, { short: string; long: string }>> = {
  whole: {
    short: 'As one document',
    long: 'All of this release is one document with one version.',
  },
  split: {
    short: 'By locale',
    long: 'Each platform and locale of this release is stored by itself, with a version of its own, so that builds can be added at the same time.',
  },
};
