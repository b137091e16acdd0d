// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import type { FieldChange } from '../domain/diff';

/** What changes from what to what, field by field. */
export function FieldDiff({ changes }: Readonly<{ changes: readonly FieldChange[] }>) {
  return (
    <Box
      component="dl"
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', sm: 'max-content 1fr' },
        columnGap: 2,
        rowGap: 0.5,
        m: 0,
        fontSize: 14,
        '& dt': { color: 'text.secondary' },
        '& dd': { m: 0, overflowWrap: 'anywhere' },
        '& del, & ins': { textDecoration: 'none', borderRadius: 0.5, px: 0.5 },
        '& del': {
          bgcolor: 'rgb(var(--mui-palette-error-mainChannel) / 0.13)',
          textDecoration: 'line-through',
        },
        '& ins': { bgcolor: 'rgb(var(--mui-palette-success-mainChannel) / 0.16)' },
      }}
    >
      {changes.map(({ field, before, after }) => (
        <Box key={field} sx={{ display: 'contents' }}>
          <dt>{field}</dt>
          <dd>
            {before !== null && <del>{before}</del>} {before !== null && after !== null && '→ '}
            {after !== null && <ins>{after}</ins>}
          </dd>
        </Box>
      ))}
    </Box>
  );
}
