// SPDX-License-Identifier: MPL-2.0
import CheckIcon from '@mui/icons-material/CheckCircleOutlined';
import MissingIcon from '@mui/icons-material/RadioButtonUnchecked';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem, explain } from '../api/problem';
import { useChangeActions } from '../api/scheduledChanges';
import { useAccount } from '../app/session';
import { type ChangeDetails, oneLine, type ReadChange } from '../domain/changeDetails';
import type { ScheduledChange } from '../domain/changes';
import type { Verdict } from '../domain/permissions';
import {
  type IneffectiveSignoff,
  progress,
  type RequiredSignoffs,
  reasonText,
  rolesToSign,
  type Signoffs,
} from '../domain/signoffs';
import { ConfirmDialog } from './ConfirmDialog';
import { EditedMeanwhile } from './EditedMeanwhile';
import { GatedButton } from './GatedButton';
import { SimulationPanel } from './SimulationPanel';

type Props = Readonly<{
  change: ScheduledChange;
  /** What it changes; undefined until known. */
  details: ChangeDetails | undefined;
  /** Why that could not be loaded. */
  error: Error | null;
}>;

/** Who has signed a scheduled change off, who is missing by role and number, and the buttons to sign and to withdraw. */
export function SignoffPanel({ change, details, error }: Props) {
  const account = useAccount();
  const { withdraw } = useChangeActions(change);
  const [outdated, setOutdated] = useOutdatedSignoff(change);
  const roles = rolesToSign(account, change.required, change.signoffs);
  const ownRole = account.username === null ? undefined : change.signoffs[account.username];

  return (
    <Stack sx={{ gap: 1 }}>
      <Stack direction="row" sx={{ columnGap: 2, rowGap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <SignoffProgress required={change.required} signoffs={change.signoffs} unbound={change.unbound} />
        {roles.length > 0 && (
          <Sign
            change={change}
            details={details}
            error={error}
            roles={roles}
            onSigned={() => setOutdated(null)}
            onOutdated={setOutdated}
          />
        )}
        {ownRole !== undefined && (
          <WithdrawButton loading={withdraw.isPending} onWithdraw={withdraw.mutate} />
        )}
      </Stack>
      {change.ineffective.length > 0 && <Ineffective signoffs={change.ineffective} />}
      {outdated !== null && (
        <EditedMeanwhile
          read={outdated}
          change={change}
          details={details}
          onClose={() => setOutdated(null)}
        />
      )}
      {withdraw.error && <Alert severity="error">{explain(withdraw.error)}</Alert>}
    </Stack>
  );
}

type WithdrawProps = Readonly<{ loading: boolean; onWithdraw: () => void }>;

/** Withdraws the user's own signoff of a change or change set. */
export function WithdrawButton({ loading, onWithdraw }: WithdrawProps) {
  return (
    <Button size="small" variant="outlined" color="warning" loading={loading} onClick={() => onWithdraw()}>
      Withdraw my signoff
    </Button>
  );
}

type ProgressProps = Readonly<{
  required: RequiredSignoffs;
  signoffs: Signoffs;
  /** The signers whose signoffs were bound when they were first read. */
  unbound: readonly string[];
}>;

/** Who has signed off and who is missing, by role and number. */
export function SignoffProgress({ required, signoffs, unbound }: ProgressProps) {
  const roles = progress(required, signoffs);
  return roles.length === 0 ? (
    <Typography variant="body2" sx={{ color: 'text.secondary' }}>
      Needs no signoffs
    </Typography>
  ) : (
    <Stack
      component="ul"
      direction="row"
      sx={{ columnGap: 2, rowGap: 0.75, p: 0, m: 0, flexWrap: 'wrap', listStyle: 'none' }}
    >
      {roles.map(({ role, required: count, given, missing }) => (
        <Stack
          component="li"
          key={role}
          direction="row"
          sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}
        >
          {missing === 0 ? (
            <CheckIcon fontSize="small" color="success" titleAccess="Complete" />
          ) : (
            <MissingIcon fontSize="small" color="warning" titleAccess="Missing" />
          )}
          <Typography variant="body2" sx={{ fontWeight: 560 }}>
            {role}
          </Typography>
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {given.length}/{count}
          </Typography>
          {given.map((user) => (
            <Chip
              key={user}
              label={unbound.includes(user) ? `${user} · bound on first sight` : user}
              variant="outlined"
            />
          ))}
        </Stack>
      ))}
    </Stack>
  );
}

/** Signoffs that were given and do not count, each with the reason. */
export function Ineffective({ signoffs }: Readonly<{ signoffs: readonly IneffectiveSignoff[] }>) {
  return (
    <div>
      <Typography variant="body2" sx={{ fontWeight: 560 }}>
        Signoffs that do not count
      </Typography>
      <Box component="ul" aria-label="Signoffs that do not count" sx={{ m: 0, pl: 2.5, fontSize: 14 }}>
        {signoffs.map(({ username, role, reason }) => (
          <li key={`${username} ${role} ${reason}`}>
            <strong>{username}</strong> ({role}). {reasonText(reason)}
          </li>
        ))}
      </Box>
    </div>
  );
}

/**
 * What was read of a change when a signoff was rejected because it had been edited; null where none was. Kept beside
 * the lists, since the change may move from one list to another when they are read again.
 */
function useOutdatedSignoff({ kind, id }: ScheduledChange) {
  const queries = useQueryClient();
  const queryKey = ['outdatedSignoff', kind, id];
  const { data } = useQuery<ReadChange | null>({ queryKey, queryFn: skipToken, staleTime: 'static' });
  return [data ?? null, (read: ReadChange | null) => queries.setQueryData(queryKey, read)] as const;
}

type SignProps = Props &
  Readonly<{
    roles: string[];
    onSigned: () => void;
    /** Nothing was signed, since the change was edited after it was read. */
    onOutdated: (read: ReadChange) => void;
  }>;

/** Signs what is shown, after asking once. What was read when the button was pressed is signed, or nothing. */
function Sign({ change, details, error, roles, onSigned, onOutdated }: SignProps) {
  const { sign } = useChangeActions(change);
  const [asked, setAsked] = useState<Readonly<{ role: string; read: ReadChange }> | null>(null);
  const [open, setOpen] = useState(false);
  const verdict: Verdict =
    details !== undefined
      ? { allowed: true }
      : {
          allowed: false,
          reason:
            error === null ? 'What this changes is still loading.' : 'What this changes could not be loaded.',
        };

  function ask(role: string) {
    if (details !== undefined) {
      setAsked({ role, read: { change, details } });
      setOpen(true);
    }
  }

  async function confirmed() {
    if (asked === null) {
      return;
    }
    const { role, read } = asked;
    try {
      await sign.mutateAsync({ role, read: read.change });
      onSigned();
    } catch (problem) {
      if (!(problem instanceof ApiProblem && problem.isOutdatedChange)) {
        throw problem;
      }
      onOutdated(read);
    }
  }

  return (
    <>
      <SignButton roles={roles} verdict={verdict} onSign={ask} />
      <ConfirmDialog
        open={open}
        title={`Sign off as ${asked?.role}?`}
        confirm="Sign off"
        onConfirm={confirmed}
        onClose={() => setOpen(false)}
      >
        {asked !== null && (
          <Typography sx={{ overflowWrap: 'anywhere' }}>
            {oneLine(asked.read.change, asked.read.details)}
          </Typography>
        )}
        {open && asked !== null && <SimulationPanel change={asked.read.change} immediately />}
        <Typography sx={{ mt: 1, color: 'text.secondary' }}>
          The signoff is for exactly this. If it is edited, the signoff no longer counts.
        </Typography>
      </ConfirmDialog>
    </>
  );
}

type SignButtonProps = Readonly<{ roles: string[]; verdict: Verdict; onSign: (role: string) => void }>;

/** Takes the only role that fits, and asks which where several do. */
export function SignButton({ roles, verdict, onSign }: SignButtonProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [only, ...others] = roles;
  if (only !== undefined && others.length === 0) {
    return (
      <GatedButton verdict={verdict} size="small" variant="contained" onClick={() => onSign(only)}>
        Sign off as {only}
      </GatedButton>
    );
  }
  return (
    <>
      <GatedButton
        verdict={verdict}
        size="small"
        variant="contained"
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        Sign off as …
      </GatedButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {roles.map((role) => (
          <MenuItem
            key={role}
            onClick={() => {
              setAnchor(null);
              onSign(role);
            }}
          >
            {role}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
