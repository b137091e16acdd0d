// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { type ScheduledChange, useAllChanges } from '../../api/scheduledChanges';
import { useAccount } from '../../app/session';
import { ChangeCard } from '../../components/ChangeCard';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { useNow } from '../../components/Moment';
import { Page } from '../../components/Page';
import { byUrgency, waiting } from '../../domain/waiting';

/** What asks for attention: first what waits for the viewer, then everything else that is scheduled. */
export function Home() {
  const account = useAccount();
  const now = useNow();
  const { changes, isPending, error } = useAllChanges();
  const { mine, others, overdue } = waiting(changes, account, now);

  return (
    <Page title="Overview" subtitle="Everything that is scheduled, and who it waits for">
      {error !== null && <ErrorState title="Not everything could be loaded" error={error} />}
      {isPending ? (
        <Loading />
      ) : changes.length === 0 ? (
        <EmptyState title="Nothing is scheduled">
          Changes that are scheduled, and the signoffs that they wait for, will be here.
        </EmptyState>
      ) : (
        <Stack sx={{ gap: 4 }}>
          <Group title="Waiting for your signoff" changes={mine} empty="Nothing waits for you." />
          {overdue.length > 0 && <Group title="Overdue: signoffs are missing" changes={overdue} />}
          {others.length > 0 && <Group title="Scheduled" changes={others} />}
        </Stack>
      )}
    </Page>
  );
}

type GroupProps = Readonly<{ title: string; changes: readonly ScheduledChange[]; empty?: ReactNode }>;

function Group({ title, changes, empty }: GroupProps) {
  return (
    <Box component="section" aria-label={title}>
      <Typography variant="h2" sx={{ mb: 1.5 }}>
        {title}
        {changes.length > 0 && (
          <Typography component="span" sx={{ ml: 1, color: 'text.secondary' }}>
            {changes.length}
          </Typography>
        )}
      </Typography>
      {changes.length === 0 ? (
        <Typography sx={{ color: 'text.secondary' }}>{empty}</Typography>
      ) : (
        <Stack sx={{ gap: 1.5 }}>
          {[...changes].sort(byUrgency).map((change) => (
            <ChangeCard key={`${change.kind}-${change.id}`} change={change} />
          ))}
        </Stack>
      )}
    </Box>
  );
}
