// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { explain } from '../../api/problem';
import { type Shutoff, useShutoffActions } from '../../api/shutoffs';
import { useAccount } from '../../app/session';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { GatedButton } from '../../components/GatedButton';
import { useNow } from '../../components/Moment';
import { WhenChoice } from '../../components/WhenChoice';
import { WhenField } from '../../components/WhenField';
import type { ChangeOf } from '../../domain/changes';
import { may } from '../../domain/permissions';
import { inWords } from '../../domain/requiredSignoffs';
import { othersHaveSigned, type RequiredSignoffs, rolesToSign } from '../../domain/signoffs';
import { isChosen, type When, whenOf } from '../../domain/timing';

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
  const [when, setWhen] = useState<When>(() =>
    change !== null && (change.when ?? 0) > Date.now() ? change.when : 'soon',
  );
  const [asking, setAsking] = useState(false);
  const signers = inWords(required);
  // Where seconds count, whoever resumes updates signs that off by scheduling it, as for rules.
  const roles = rolesToSign(account, required, {});
  const role = roles.length === 1 ? (roles[0] ?? null) : null;
  const atOnce = signers === '' && change === null;
  const pending = enableAt.isPending || reschedule.isPending;
  const failure = enableAt.error ?? reschedule.error;

  function done() {
    navigate('/shutoffs', { replace: true });
  }

  function schedule(event: React.FormEvent) {
    event.preventDefault();
    const time = whenOf(when, Date.now());
    if (time === null || !verdict.allowed) {
      return;
    }
    const saved =
      change === null
        ? enableAt.mutateAsync({ shutoff, when: time, role })
        : reschedule.mutateAsync({ change, when: time });
    saved.then(done, () => {});
  }

  return (
    <Paper component="form" onSubmit={schedule} sx={{ p: { xs: 2, sm: 3 }, maxWidth: 640 }}>
      <Stack sx={{ gap: 2.5 }}>
        <Typography>
          {change !== null
            ? 'This is scheduled already. Change its time here.'
            : atOnce
              ? 'No signoff needed: resume now or at a time.'
              : `Needs ${signers}. Applied at the chosen time or with the last signoff, whichever is later.${
                  role === null ? '' : ` You sign off as ${role} by scheduling it.`
                }`}
        </Typography>
        {signers === '' ? (
          <WhenField
            label="Resume updates at"
            required
            future
            value={when === 'soon' ? null : when}
            onChange={setWhen}
          />
        ) : (
          <WhenChoice label="Resume updates at" value={when} onChange={setWhen} />
        )}
        {change !== null && othersHaveSigned(account, change.signoffs) && (
          <Alert severity="warning">
            Changing the time revokes the signoffs of others: they agreed to something else.
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
              Resume now…
            </GatedButton>
          )}
          <GatedButton
            verdict={verdict}
            type="submit"
            variant="contained"
            loading={pending}
            disabled={!isChosen(when, now) || (signers === '' && when === 'soon')}
          >
            {change === null ? 'Schedule' : 'Change the time'}
          </GatedButton>
        </Stack>
      </Stack>
      <ConfirmDialog
        open={asking}
        title={`Resume updates of ${product} ${channel} now?`}
        confirm="Resume updates"
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
