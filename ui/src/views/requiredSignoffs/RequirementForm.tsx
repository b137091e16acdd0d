// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { type ReactNode, useState } from 'react';
import { Link as RouterLink, useNavigate } from 'react-router';
import { explain } from '../../api/problem';
import { useRequirementActions } from '../../api/requiredSignoffs';
import { useRoles } from '../../api/users';
import { useAccount } from '../../app/session';
import { GatedButton } from '../../components/GatedButton';
import { Meanwhile } from '../../components/Meanwhile';
import { useNow } from '../../components/Moment';
import { NeedsSignoffs } from '../../components/NeedsSignoffs';
import { WhenChoice } from '../../components/WhenChoice';
import { changedFields } from '../../domain/diff';
import { may } from '../../domain/permissions';
import { atMost } from '../../domain/requiredSignoffs';
import {
  concerns,
  type Group,
  type RequirementChange,
  type Stored,
  signoffNumber,
  tooFew,
} from '../../domain/requirementGroups';
import { othersHaveSigned } from '../../domain/signoffs';
import { isChosen, type When, whenOf } from '../../domain/timing';
import { editAddress } from './addresses';

type Props = Readonly<{
  /** What it is about; null while that is not complete. */
  place: Readonly<{ product: string; channel: string | null; role: string }> | null;
  /** What is required there now; null where nothing is. */
  group: Group | null;
  /** The requirement as it is now; null where there is none. It may change while this is open. */
  present: Stored | null;
  /** The scheduled change that is edited here. */
  change?: RequirementChange | null;
  removing?: boolean;
  /** The fields that say what it is about. */
  children?: ReactNode;
}>;

const ACTIONS = { insert: 'create', update: 'modify', delete: 'delete' } as const;

/** How many signoffs of a role shall be required, and when that begins. */
export function RequirementForm({ place, group, present, change = null, removing = false, children }: Props) {
  const account = useAccount();
  const navigate = useNavigate();
  const now = useNow();
  const { roles, known } = useRoles();
  const { create, schedule, reschedule } = useRequirementActions();
  const version = change?.version ?? present?.data_version ?? null;
  const stored = String(change?.row.signoffs_required ?? present?.signoffs_required ?? 1);
  const [seen, setSeen] = useState(version);
  const [text, setText] = useState(stored);
  const [when, setWhen] = useState<When>(() =>
    change !== null && (change.when ?? 0) > Date.now() ? change.when : 'soon',
  );

  const adding = children !== undefined;
  const changeType = change?.changeType ?? (removing ? 'delete' : present === null ? 'insert' : 'update');
  const number = signoffNumber(text);
  const verdict = may(account, 'required_signoff', ACTIONS[changeType], place?.product);
  const needs = atMost(group?.requirements ?? []);
  const timed = change !== null || (group?.requirements.length ?? 0) > 0;
  const saving = [create, schedule, reschedule].some(({ isPending, isSuccess }) => isPending || isSuccess);
  const other =
    !saving && place && group?.changes.find((one) => one.id !== change?.id && concerns(one, place));
  // What changes while this is saved was changed from here.
  const changed = !adding && version !== seen && !saving;
  const few =
    place === null || !known || changeType === 'delete' || number === null
      ? null
      : tooFew(place.role, number, roles.find(({ name }) => name === place.role)?.holders.length ?? 0);
  const failure = [create, schedule, reschedule].find(({ error }) => error !== null)?.error;
  const exists = adding && present !== null && !saving;
  const blocked =
    place === null ||
    exists ||
    other ||
    changed ||
    few !== null ||
    // Nothing would change.
    (change === null && changeType === 'update' && number === present?.signoffs_required) ||
    (changeType !== 'delete' && number === null) ||
    (timed && !isChosen(when, now));

  function submit(event: React.FormEvent) {
    event.preventDefault();
    if (blocked || place === null || !verdict.allowed) {
      return;
    }
    const input = { ...place, number: number ?? 1 };
    const then = { onSuccess: () => navigate('/required-signoffs') };
    if (change !== null) {
      reschedule.mutate({ change, number: input.number, when: whenOf(when, Date.now()) ?? 0 }, then);
    } else if (timed) {
      schedule.mutate({ ...input, changeType, version: seen, when: whenOf(when, Date.now()) ?? 0 }, then);
    } else {
      create.mutate(input, then);
    }
  }

  return (
    <Paper component="form" onSubmit={submit} sx={{ p: { xs: 2, sm: 3 }, maxWidth: 640 }}>
      <Stack sx={{ gap: 2.5 }}>
        {children}
        {changeType === 'delete' ? (
          <Typography>
            Signoffs of {place?.role} will no longer be required; currently {present?.signoffs_required}{' '}
            {present?.signoffs_required === 1 ? 'is' : 'are'}.
          </Typography>
        ) : (
          <TextField
            label="How many signoffs"
            type="number"
            required
            value={text}
            error={number === null || few !== null}
            helperText={few ?? (number === null ? 'An integer of at least 1' : 'Of different people')}
            onChange={(event) => setText(event.target.value)}
            slotProps={{ htmlInput: { min: 1, step: 1, inputMode: 'numeric' } }}
          />
        )}
        {exists && place !== null && (
          <Alert severity="info">
            Signoffs of {place.role} are required there already.{' '}
            <Link component={RouterLink} to={editAddress(place)} color="inherit" underline="always">
              Change how many
            </Link>
          </Alert>
        )}
        {other && place !== null && (
          <Alert severity="warning">
            A change of this is scheduled already.{' '}
            <Link
              component={RouterLink}
              to={editAddress(place, { change: String(other.id) })}
              color="inherit"
              underline="always"
            >
              Edit that
            </Link>
          </Alert>
        )}
        {changed && (
          <Meanwhile
            differences={changedFields({ Signoffs: text }, { Signoffs: stored }, ['Signoffs'])}
            onTake={() => setText(stored)}
            onKeep={() => setSeen(version)}
          />
        )}
        {place !== null && !exists && !other && <NeedsSignoffs required={needs} />}
        {timed && !exists && <WhenChoice label="Apply at" value={when} onChange={setWhen} />}
        {change !== null && othersHaveSigned(account, change.signoffs) && (
          <Alert severity="warning">
            The signoffs of others are revoked, because they agreed to another change.
          </Alert>
        )}
        {failure && <Alert severity="error">{explain(failure)}</Alert>}
        <Stack direction={{ xs: 'column-reverse', sm: 'row' }} sx={{ gap: 1, justifyContent: 'flex-end' }}>
          <Button component={RouterLink} to="/required-signoffs" color="inherit">
            Cancel
          </Button>
          <GatedButton
            verdict={place === null ? { allowed: true } : verdict}
            type="submit"
            variant="contained"
            color={changeType === 'delete' ? 'error' : 'primary'}
            loading={saving}
            disabled={Boolean(blocked) && (place === null || verdict.allowed)}
          >
            {change !== null
              ? 'Save the scheduled change'
              : !timed
                ? 'Require from now on'
                : changeType === 'delete'
                  ? 'Schedule the removal'
                  : 'Schedule'}
          </GatedButton>
        </Stack>
      </Stack>
    </Paper>
  );
}
