// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { type Destination, useTestNotification } from '../../api/notifications';
import { explain } from '../../api/problem';
import { useAccount } from '../../app/session';
import { GatedButton } from '../../components/GatedButton';
import { Moment } from '../../components/Moment';
import { failureText, health, KIND_NAMES } from '../../domain/notifications';
import { may } from '../../domain/permissions';

const HEALTH = {
  ok: { label: 'Everything delivered', color: 'success' },
  waiting: { label: 'Delivering', color: 'info' },
  failing: { label: 'Failing', color: 'error' },
} as const;

/** A destination of notifications: how it is doing, and a test of it. */
export function DestinationCard({ destination }: Readonly<{ destination: Destination }>) {
  const { id, kind, host, failures, this_app: local } = destination;
  const test = useTestNotification(id);
  const { label, color } = HEALTH[health(destination)];
  return (
    <Paper component="section" aria-label={`${KIND_NAMES[kind]} at ${host}`} sx={{ p: 2 }}>
      <Stack direction="row" sx={{ gap: 1.5, alignItems: 'center', flexWrap: 'wrap', mb: 1.5 }}>
        <Typography variant="h3" sx={{ overflowWrap: 'anywhere' }}>
          {KIND_NAMES[kind]} at {host}
        </Typography>
        <Chip size="small" variant="outlined" label={label} color={color} />
        <Typography variant="body2" component="code" sx={{ color: 'text.secondary' }}>
          {id}
        </Typography>
        <Box sx={{ flex: 1 }} />
        <GatedButton
          verdict={may(useAccount(), 'admin', 'modify')}
          variant="outlined"
          size="small"
          loading={test.isPending}
          onClick={() => test.mutate()}
        >
          Send a test notification
        </GatedButton>
      </Stack>
      <Values>
        <Value name="Oldest undelivered event">
          {destination.oldest_undelivered === null ? (
            'none'
          ) : (
            <Moment at={destination.oldest_undelivered} past />
          )}
        </Value>
        {failures > 0 && <Value name="Failed attempts at it">{failures}</Value>}
        {destination.failing_since !== null && (
          <Value name="Failing since">
            <Moment at={destination.failing_since} past />
          </Value>
        )}
        {destination.next_attempt !== null && (
          <Value name="Next attempt">
            <Moment at={destination.next_attempt} />
          </Value>
        )}
      </Values>
      <Typography variant="body2" sx={{ mt: 1.5, mb: 0.5, color: 'text.secondary' }}>
        By this admin app, since its start (another one may deliver in its place):
      </Typography>
      <Values>
        <Value name="Last delivered">
          {local.last_delivered === null ? 'nothing' : <Moment at={local.last_delivered} past />}
        </Value>
        <Value name="Last attempt">
          {local.last_attempt === null ? 'none' : <Moment at={local.last_attempt} past />}
        </Value>
        <Value name="Delivered">{local.delivered}</Value>
        <Value name="Failed attempts">{local.failed}</Value>
        <Value name="Given up">{local.given_up}</Value>
        {local.last_error !== null && <Value name="Last error">{failureText(local.last_error)}</Value>}
      </Values>
      <div role="status">
        {test.data !== undefined && (
          <Alert severity={test.data.delivered ? 'success' : 'error'} variant="outlined" sx={{ mt: 1.5 }}>
            {test.data.delivered
              ? 'The test notification was delivered.'
              : `The test notification was not delivered. ${failureText(test.data.error ?? 'unknown')}`}
          </Alert>
        )}
        {test.error !== null && (
          <Alert severity="error" variant="outlined" sx={{ mt: 1.5 }}>
            {explain(test.error)}
          </Alert>
        )}
      </div>
    </Paper>
  );
}

function Values({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gridTemplateColumns: { xs: 'minmax(0, 1fr) minmax(0, 1fr)', sm: '220px 1fr' },
        columnGap: 2,
        rowGap: 0.5,
        fontSize: 14,
        '& dt': { color: 'text.secondary' },
        '& dd': { m: 0, overflowWrap: 'anywhere' },
      }}
    >
      {children}
    </Box>
  );
}

function Value({ name, children }: Readonly<{ name: string; children: ReactNode }>) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
