// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useMemo } from 'react';
import { FieldDiff } from '../../components/FieldDiff';
import { JsonDiff } from '../../components/lazyJson';
import { differences } from '../../domain/jsonDiff';
import type { Json } from '../../domain/jsonMerge';
import { pretty } from './words';

type Props = Readonly<{ before: Json; after: Json; beforeLabel: string; afterLabel: string }>;

/** So many are listed one by one; whatever there is more of can be seen in the text. */
const MANY = 20;

/** In what the data of two releases differs: value by value, and in the text. */
export function DataDiff({ before, after, beforeLabel, afterLabel }: Props) {
  const changes = useMemo(() => differences(before, after), [before, after]);
  const texts = useMemo(() => ({ before: pretty(before), after: pretty(after) }), [before, after]);
  return (
    <Stack sx={{ gap: 1.5 }}>
      <Paper sx={{ p: 2 }}>
        <FieldDiff changes={changes.slice(0, MANY)} />
        {changes.length > MANY && (
          <Typography variant="body2" sx={{ mt: 1, color: 'text.secondary' }}>
            and {changes.length - MANY} more values
          </Typography>
        )}
      </Paper>
      <div>
        <Box
          aria-hidden
          sx={{
            display: { xs: 'none', md: 'grid' },
            gridTemplateColumns: '1fr 1fr',
            mb: 0.5,
            color: 'text.secondary',
            fontSize: 13,
            fontWeight: 560,
          }}
        >
          <span>{beforeLabel}</span>
          <span>{afterLabel}</span>
        </Box>
        <JsonDiff {...texts} beforeLabel={beforeLabel} afterLabel={afterLabel} />
      </div>
    </Stack>
  );
}
