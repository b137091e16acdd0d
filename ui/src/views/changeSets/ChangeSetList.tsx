// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import MuiLink from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type ChangeSetSummary, changeSets } from '../../api/changeSets';
import { useAccount, useApi } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { Moment } from '../../components/Moment';
import { Page } from '../../components/Page';
import { counted } from '../../domain/text';

/** The change sets that are open, and those that were. */
export function ChangeSetList() {
  const { known } = useAccount();
  const { data, error, isPending, refetch } = useQuery({ ...changeSets(useApi()), enabled: known });
  const open = data?.filter(({ state }) => state === 'open') ?? [];
  const closed = data?.filter(({ state }) => state !== 'open') ?? [];
  return (
    <Page
      title="Change sets"
      subtitle="Several changes that are signed off and applied as one: all of them, or none."
      actions={
        <>
          <Button component={Link} to="/compare-channels">
            Compare channels
          </Button>
          <Button component={Link} to="/history?kind=change_set">
            History
          </Button>
        </>
      }
    >
      {!known ? (
        <EmptyState title="Log in to see the change sets" />
      ) : error !== null ? (
        <ErrorState title="The change sets could not be loaded" error={error} onRetry={() => refetch()} />
      ) : isPending ? (
        <Loading label="Loading the change sets" rows={3} />
      ) : (
        <Stack sx={{ gap: 3 }}>
          {open.length === 0 ? (
            <EmptyState title="No change set is open">
              Propose one by comparing channels, with <code>balrog apply</code>, or over the API.
            </EmptyState>
          ) : (
            <Sets label="Open change sets" sets={open} />
          )}
          {closed.length > 0 && (
            <Stack sx={{ gap: 1 }}>
              <Typography variant="h2">Closed</Typography>
              <Sets label="Closed change sets" sets={closed} />
            </Stack>
          )}
        </Stack>
      )}
    </Page>
  );
}

function Sets({ label, sets }: Readonly<{ label: string; sets: readonly ChangeSetSummary[] }>) {
  return (
    <Box
      component="ul"
      aria-label={label}
      sx={{ display: 'grid', gap: 1, listStyle: 'none', m: 0, p: 0, gridTemplateColumns: 'minmax(0, 1fr)' }}
    >
      {sets.map(
        ({ set_id: id, state, author, description, created, closed, closed_by, number_of_changes }) => (
          <Paper component="li" key={id} sx={{ px: 2, py: 1.5 }}>
            <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
              <MuiLink component={Link} to={`/change-sets/${id}`} sx={{ fontWeight: 560 }}>
                Change set {id}
              </MuiLink>
              {state !== 'open' && <Chip size="small" variant="outlined" label={STATES[state]} />}
              <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                {counted(number_of_changes, 'change')} by {author}, <Moment at={created} past />
                {closed !== null && (
                  <>
                    ; {STATES[state].toLowerCase()} by {closed_by}, <Moment at={closed} past />
                  </>
                )}
              </Typography>
            </Stack>
            {description !== '' && (
              <Typography variant="body2" sx={{ mt: 0.5, overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
                {description}
              </Typography>
            )}
          </Paper>
        ),
      )}
    </Box>
  );
}

/** The states of change sets in words. */
export const STATES = { open: 'Open', enacted: 'Applied', cancelled: 'Cancelled' } as const;
