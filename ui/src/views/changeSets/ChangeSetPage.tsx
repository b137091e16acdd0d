// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import MuiLink from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { type ChangeSet, changeSet, useChangeSetActions } from '../../api/changeSets';
import { explain } from '../../api/problem';
import { useAccount, useApi } from '../../app/session';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { FieldDiff } from '../../components/FieldDiff';
import { GatedButton } from '../../components/GatedButton';
import { Loading } from '../../components/Loading';
import { Moment } from '../../components/Moment';
import { Page } from '../../components/Page';
import { Ineffective, SignButton, SignoffProgress, WithdrawButton } from '../../components/SignoffPanel';
import { Simulated } from '../../components/SimulationPanel';
import { changeFields, changePlace, changeTitle, mayCancel, mayEnact } from '../../domain/changeSets';
import { rolesToSign } from '../../domain/signoffs';
import { counted } from '../../domain/text';
import { STATES } from './ChangeSetList';

/** A change set: its changes, what they do to clients, its signoffs, and what can be done with it. */
export function ChangeSetPage() {
  const { id = '' } = useParams();
  const { known } = useAccount();
  const { data, error, refetch } = useQuery({ ...changeSet(useApi(), Number(id)), enabled: known });
  return (
    <Page
      title={`Change set ${id}`}
      subtitle={data === undefined ? undefined : <About set={data} />}
      actions={
        <Button component={Link} to="/change-sets">
          All change sets
        </Button>
      }
    >
      {!known ? (
        <EmptyState title="Log in to see the change set" />
      ) : error !== null ? (
        <ErrorState title="The change set could not be loaded" error={error} onRetry={() => refetch()} />
      ) : data === undefined ? (
        <Loading label="Loading the change set" rows={3} />
      ) : (
        <Stack sx={{ gap: 2.5 }}>
          {data.description !== '' && (
            <Typography sx={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
              {data.description}
            </Typography>
          )}
          {data.obstacle !== null && (
            <Alert severity="error" variant="outlined" sx={{ overflowWrap: 'anywhere' }}>
              It can’t be applied as it is. {data.obstacle}
            </Alert>
          )}
          <Changes set={data} />
          {data.state === 'open' && <Decision set={data} />}
        </Stack>
      )}
    </Page>
  );
}

function About({ set }: Readonly<{ set: ChangeSet }>) {
  return (
    <>
      {counted(set.number_of_changes, 'change')} by {set.author}, proposed <Moment at={set.created} past />
      {set.closed !== null && (
        <>
          ; {STATES[set.state].toLowerCase()} by {set.closed_by}, <Moment at={set.closed} past />
        </>
      )}
    </>
  );
}

function Changes({ set }: Readonly<{ set: ChangeSet }>) {
  return (
    <Stack component="ol" aria-label="Changes" sx={{ gap: 1, listStyle: 'none', m: 0, p: 0 }}>
      {set.changes.map((change, index) => {
        const place = changePlace(change);
        const position = index + 1;
        return (
          <Paper component="li" key={position} sx={{ px: 2, py: 1.5 }}>
            <Typography component="h2" variant="subtitle2" sx={{ mb: 0.5, overflowWrap: 'anywhere' }}>
              {position}.{' '}
              {place === null ? (
                changeTitle(change)
              ) : (
                <MuiLink component={Link} to={place}>
                  {changeTitle(change)}
                </MuiLink>
              )}
            </Typography>
            <FieldDiff changes={changeFields(change)} />
            {set.conflicts
              .filter((conflict) => conflict.position === position)
              .map(({ kind, message }) => (
                <Alert
                  key={message}
                  variant="outlined"
                  severity={kind === 'outdated' ? 'error' : 'warning'}
                  sx={{ mt: 1, overflowWrap: 'anywhere' }}
                >
                  {message}
                </Alert>
              ))}
          </Paper>
        );
      })}
    </Stack>
  );
}

type Asked = Readonly<
  { read: ChangeSet } & ({ action: 'sign'; role: string } | { action: 'enact' } | { action: 'cancel' })
>;

/** The signoffs of an open set, what it does to clients, and the buttons to decide about it. */
function Decision({ set }: Readonly<{ set: ChangeSet }>) {
  const account = useAccount();
  const { sign, withdraw, enact, cancel } = useChangeSetActions(set.set_id);
  /** The set as it was shown when a button was pressed: it may be read again while the question is open. */
  const [asked, setAsked] = useState<Asked | null>(null);
  const roles = set.obstacle === null ? rolesToSign(account, set.required_signoffs, set.signoffs) : [];
  const signed = account.username !== null && account.username in set.signoffs;
  return (
    <Paper component="section" aria-label="Decision" sx={{ px: 2, py: 1.5 }}>
      <Stack sx={{ gap: 1.5 }}>
        {set.obstacle === null && (
          <SignoffProgress required={set.required_signoffs} signoffs={set.signoffs} unbound={[]} />
        )}
        {set.ineffective_signoffs.length > 0 && <Ineffective signoffs={set.ineffective_signoffs} />}
        <Simulation set={set} />
        <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
          {roles.length > 0 && (
            <SignButton
              roles={roles}
              verdict={{ allowed: true }}
              onSign={(role) => setAsked({ action: 'sign', role, read: set })}
            />
          )}
          {signed && <WithdrawButton loading={withdraw.isPending} onWithdraw={withdraw.mutate} />}
          <GatedButton
            verdict={mayEnact(account, set)}
            size="small"
            variant="outlined"
            onClick={() => setAsked({ action: 'enact', read: set })}
          >
            Apply now
          </GatedButton>
          <GatedButton
            verdict={mayCancel(account, set)}
            size="small"
            color="error"
            onClick={() => setAsked({ action: 'cancel', read: set })}
          >
            Cancel this set
          </GatedButton>
        </Stack>
        {withdraw.error && <Alert severity="error">{explain(withdraw.error)}</Alert>}
      </Stack>
      <ConfirmDialog
        open={asked?.action === 'sign'}
        title={`Sign off as ${asked?.action === 'sign' ? asked.role : ''}?`}
        confirm="Sign off"
        onConfirm={async () => asked?.action === 'sign' && sign.mutateAsync(asked)}
        onClose={() => setAsked(null)}
      >
        {asked?.action === 'sign' && (
          <>
            <Titles set={asked.read} />
            <Simulation set={asked.read} immediately />
          </>
        )}
        <Typography sx={{ mt: 1, color: 'text.secondary' }}>
          The signoff is for exactly these changes together. If one is edited, the signoff no longer counts.
        </Typography>
      </ConfirmDialog>
      <ConfirmDialog
        open={asked?.action === 'enact'}
        title={`Apply ${counted(set.number_of_changes, 'change')} now?`}
        confirm="Apply now"
        onConfirm={async () => asked !== null && enact.mutateAsync(asked.read)}
        onClose={() => setAsked(null)}
      >
        {asked?.action === 'enact' && <Titles set={asked.read} />}
      </ConfirmDialog>
      <ConfirmDialog
        open={asked?.action === 'cancel'}
        title="Cancel this change set?"
        confirm="Cancel the set"
        dangerous
        onConfirm={async () => asked !== null && cancel.mutateAsync(asked.read)}
        onClose={() => setAsked(null)}
      >
        <Typography>Everything stays as it is now. The set is kept as a record.</Typography>
      </ConfirmDialog>
    </Paper>
  );
}

function Simulation({ set, immediately = false }: Readonly<{ set: ChangeSet; immediately?: boolean }>) {
  return (
    <Simulated
      subject={{ change_set: set.set_id }}
      version={`${set.data_version} ${set.digest}`}
      immediately={immediately}
    />
  );
}

function Titles({ set }: Readonly<{ set: ChangeSet }>) {
  return (
    <Stack component="ol" sx={{ m: 0, mb: 1.5, pl: 2.5 }}>
      {set.changes.map((change) => (
        <Typography component="li" key={JSON.stringify(change.row)} sx={{ overflowWrap: 'anywhere' }}>
          {changeTitle(change)}
        </Typography>
      ))}
    </Stack>
  );
}
