// SPDX-License-Identifier: MPL-2.0
import Skeleton from '@mui/material/Skeleton';
import Stack from '@mui/material/Stack';

/** Stands where a list or a text will be. */
export function Loading({ label = 'Loading', rows = 6 }: Readonly<{ label?: string; rows?: number }>) {
  return (
    <Stack role="status" aria-label={label} sx={{ gap: 1 }}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <Skeleton key={row} variant="rounded" height={56} />
      ))}
    </Stack>
  );
}
