// SPDX-License-Identifier: MPL-2.0
import { useFilterInAddress } from '../../app/useFilterInAddress';
import { type ReleaseFilter, readFilter, writeFilter } from '../../domain/releases';

/** The filter in the address. It changes at once; the address follows when nobody types. */
export function useReleaseFilter(): [ReleaseFilter, (filter: ReleaseFilter) => void] {
  return useFilterInAddress(readFilter, writeFilter);
}
