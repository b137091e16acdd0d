// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useMemo } from 'react';
import { Link as RouterLink } from 'react-router';
import { useHistory } from '../../api/history';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { Moment } from '../../components/Moment';
import { historyRows, outcomeText } from '../../domain/changeRecord';
import { deed, NO_HISTORY_FILTER } from '../../domain/history';

const SHOWN = 8;

/** What happened last, one line for each change. */
export function RecentEvents() {
  const { entries, isPending, error, refetch } = useHistory(NO_HISTORY_FILTER);
  const rows = useMemo(() => historyRows(entries).slice(0, SHOWN), [entries]);
  return (
    <Box component="section" aria-labelledby="recent">
      <Stack direction="row" sx={{ mb: 1.5, justifyContent: 'space-between', alignItems: 'baseline' }}>
        <Typography id="recent" variant="h2">
          Recent events
        </Typography>
        <Link component={RouterLink} to="/history" variant="body2">
          All history
        </Link>
      </Stack>
      {error !== null ? (
        <ErrorState title="The history could not be loaded" error={error} onRetry={refetch} />
      ) : isPending ? (
        <Loading label="Loading the history" rows={3} />
      ) : rows.length === 0 ? (
        <Typography sx={{ color: 'text.secondary' }}>Nothing has happened yet.</Typography>
      ) : (
        <Paper component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
          {rows.map(({ key, entries: [latest], record }) => (
            <Stack
              component="li"
              key={key}
              direction="row"
              sx={{
                px: 2,
                py: 0.875,
                gap: 1,
                alignItems: 'baseline',
                flexWrap: 'wrap',
                fontSize: 14,
                borderTop: 1,
                borderColor: 'divider',
                '&:first-of-type': { borderTop: 0 },
              }}
            >
              <Chip
                label={record !== null ? outcomeText(record.outcome) : latest && deed(latest)}
                variant="outlined"
                color={record?.outcome === 'applied' ? 'success' : 'default'}
              />
              <Link
                component={RouterLink}
                to={`/history?${new URLSearchParams({ entry: key })}`}
                underline="hover"
                sx={{ flex: '1 1 240px', minWidth: 0, overflowWrap: 'anywhere' }}
              >
                {record?.label ?? latest?.label}
              </Link>
              <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                {record?.scheduledBy ?? latest?.changed_by} ·{' '}
                {latest && <Moment at={latest.timestamp} past />}
              </Typography>
            </Stack>
          ))}
        </Paper>
      )}
    </Box>
  );
}
