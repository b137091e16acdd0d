// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { explain } from '../../api/problem';
import type { ChangeOf } from '../../api/scheduledChanges';
import { type Shutoff, useShutoffActions } from '../../api/shutoffs';
import { useAccount } from '../../app/session';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { GatedButton } from '../../components/GatedButton';
import { useNow } from '../../components/Moment';
import { WhenField } from '../../components/WhenField';
import { may } from '../../domain/permissions';
import { inWords } from '../../domain/requiredSignoffs';
import { othersHaveSigned, type RequiredSignoffs } from '../../domain/signoffs';
import { SOON } from '../../domain/time';

type Props = Readonly<{
  shutoff: Shutoff;
  required: RequiredSignoffs;
  /** When it is scheduled to end already. */
  change: ChangeOf<'shutoff'> | null;
}>;

/** Asks when updates shall go on. */
export function EnableForm({ shutoff, required, change }: Props) {
  const { product, channel } = shutoff;
  const navigate = useNavigate();
  const now = useNow();
  const account = useAccount();
  const verdict = may(account, 'emergency_shutoff', 'delete', product);
  const { enableNow, enableAt, reschedule } = useShutoffActions();
  const [when, setWhen] = useState<number | null>(() => change?.when ?? Date.now() + SOON);
  const [asking, setAsking] = useState(false);
  const signers = inWords(required);
  const atOnce = signers === '' && change === null;
  const pending = enableAt.isPending || reschedule.isPending;
  const failure = enableAt.error ?? reschedule.error;

  function done() {
    navigate('/shutoffs', { replace: true });
  }

  function schedule(event: React.FormEvent) {
    event.preventDefault();
    if (when === null || !verdict.allowed) {
      return;
    }
    if (change === null) {
      enableAt.mutate({ shutoff, when }, { onSuccess: done });
    } else {
      reschedule.mutate({ change, when }, { onSuccess: done });
    }
  }

  return (
    <Paper component="form" onSubmit={schedule} sx={{ p: { xs: 2, sm: 3 }, maxWidth: 640 }}>
      <Stack sx={{ gap: 2.5 }}>
        <Typography>
          {change !== null
            ? 'This is scheduled already. The time can be changed here.'
            : atOnce
              ? 'Nobody has to agree: updates can go on at once, or at a time.'
              : `Others have to agree: this needs signoffs of ${signers}. Updates go on at the time below, if everybody has signed off by then, and otherwise as soon as they have.`}
        </Typography>
        <WhenField label="Enable updates" required future value={when} onChange={setWhen} />
        {change !== null && othersHaveSigned(account, change.signoffs) && (
          <Alert severity="warning">
            With another time, the signoffs of others are gone: that is not what they agreed to.
          </Alert>
        )}
        {!verdict.allowed && <Alert severity="info">{verdict.reason}</Alert>}
        {failure !== null && <Alert severity="error">{explain(failure)}</Alert>}
        <Stack
          direction={{ xs: 'column-reverse', sm: 'row' }}
          sx={{ gap: 1, justifyContent: 'flex-end', '& button, & a': { minHeight: 42 } }}
        >
          <Button component={Link} to="/shutoffs" color="inherit">
            Cancel
          </Button>
          {atOnce && (
            <GatedButton verdict={verdict} variant="outlined" onClick={() => setAsking(true)}>
              Enable now …
            </GatedButton>
          )}
          <GatedButton
            verdict={verdict}
            type="submit"
            variant="contained"
            loading={pending}
            disabled={when === null || when <= now}
          >
            {change === null ? 'Schedule' : 'Change the time'}
          </GatedButton>
        </Stack>
      </Stack>
      <ConfirmDialog
        open={asking}
        title={`Enable updates of ${product} ${channel} now?`}
        confirm="Enable updates"
        onConfirm={async () => {
          await enableNow.mutateAsync(shutoff);
          done();
        }}
        onClose={() => setAsking(false)}
      >
        <Typography>
          All clients of {product} on {channel} will be offered updates again within seconds.
        </Typography>
      </ConfirmDialog>
    </Paper>
  );
}
