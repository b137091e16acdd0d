// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useAllChanges } from '../../api/scheduledChanges';
import { useAccount, useAuth, useIdentity, useRestoring } from '../../app/session';
import { useLogin } from '../../app/useLogin';
import { ErrorState } from '../../components/ErrorState';
import { Help } from '../../components/Help';
import { Loading } from '../../components/Loading';
import { useNow } from '../../components/Moment';
import { Page } from '../../components/Page';
import { waiting } from '../../domain/waiting';
import { Count, PendingChanges } from './PendingChanges';
import { RecentEvents } from './RecentEvents';
import { ServedBoard } from './ServedBoard';
import { Timeline } from './Timeline';

/** What asks for attention, what is served, what is scheduled, and what happened last. */
export function Home() {
  const account = useAccount();
  const isLoggedIn = useIdentity() !== null;
  const now = useNow();
  const { changes, isPending, error } = useAllChanges();
  const { mine, overdue } = waiting(changes, account, now);

  return (
    <Page title="Overview" subtitle="What clients are served, and pending changes" wide>
      <Stack sx={{ gap: 4 }}>
        {error !== null && (
          <ErrorState title="Not everything that is scheduled could be loaded" error={error} />
        )}
        {isLoggedIn ? (
          mine.length > 0 && <PendingChanges title="Waiting for your signoff" changes={mine} />
        ) : (
          <LogInToSign />
        )}
        {overdue.length > 0 && <PendingChanges title="Overdue: signoffs are missing" changes={overdue} />}
        <ServedBoard />
        <Box component="section" aria-labelledby="scheduled">
          <Typography id="scheduled" variant="h2" sx={{ mb: 1.5 }}>
            Scheduled
            <Count of={changes} />
            <Help term="scheduledChange" />
          </Typography>
          {isPending ? (
            <Loading rows={2} />
          ) : changes.length > 0 ? (
            <Timeline changes={changes} />
          ) : (
            // Without an answer nobody can say that nothing is scheduled.
            error === null && (
              <Typography sx={{ color: 'text.secondary' }}>
                Nothing is scheduled{isLoggedIn && ', and nothing waits for your signoff'}.
              </Typography>
            )
          )}
        </Box>
        {isLoggedIn && <RecentEvents />}
      </Stack>
    </Page>
  );
}

function LogInToSign() {
  const auth = useAuth();
  const login = useLogin();
  const restoring = useRestoring();
  if (!auth.available || restoring) {
    return null;
  }
  return (
    <Alert
      severity="info"
      variant="outlined"
      action={
        <Button color="inherit" size="small" onClick={login}>
          Log in to sign off
        </Button>
      }
    >
      You see this without a login. Signing off, changing anything, and the history need one.
    </Alert>
  );
}
