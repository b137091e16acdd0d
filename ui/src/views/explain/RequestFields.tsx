// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import type { Explanation } from '../../api/explain';
import { show } from '../../domain/diff';
import { labelOf } from '../../domain/ruleFields';

/** What was read of the URL. What the client does not tell is left out. */
export function RequestFields({ request }: Readonly<{ request: Explanation['request'] }>) {
  const told = Object.entries(request).flatMap(([field, value]) => {
    const text = show(value);
    return text === null ? [] : [{ field, text }];
  });
  return (
    <Paper component="section" aria-labelledby="request" sx={{ p: 2 }}>
      <Typography id="request" variant="h2" sx={{ mb: 1 }}>
        What the client sends
      </Typography>
      <Box
        component="dl"
        sx={{
          m: 0,
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fill, minmax(220px, 1fr))',
          gap: 1.5,
          '& dt': { color: 'text.secondary', fontSize: 13 },
          '& dd': { m: 0, overflowWrap: 'anywhere' },
        }}
      >
        {told.map(({ field, text }) => (
          <div key={field}>
            <dt>{nameOf(field)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </Box>
    </Paper>
  );
}

const OTHERS: Readonly<Record<string, string>> = { force: 'Checked by the user (force)', pin: 'Pin' };

/** What the forms call what the API names. */
function nameOf(field: string): string {
  return OTHERS[field] ?? labelOf(field);
}
