// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import MenuItem from '@mui/material/MenuItem';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router';
import { explain } from '../../api/problem';
import { permissionSignoffs } from '../../api/requiredSignoffs';
import { useUserActions } from '../../api/users';
import { notify } from '../../app/notices';
import { useAccount, useApi } from '../../app/session';
import { GatedButton } from '../../components/GatedButton';
import { Meanwhile } from '../../components/Meanwhile';
import { useNow } from '../../components/Moment';
import { NeedsSignoffs } from '../../components/NeedsSignoffs';
import { WhenChoice } from '../../components/WhenChoice';
import type { ChangeOf } from '../../domain/changes';
import { differences, draftOf, incomplete, optionsOf, taking } from '../../domain/permissionDraft';
import { may } from '../../domain/permissions';
import { othersHaveSigned } from '../../domain/signoffs';
import { isChosen, type When, whenOf } from '../../domain/timing';
import {
  PERMISSIONS,
  type PermissionKind,
  type PermissionName,
  permissionDiff,
  permissionNeeds,
  type User,
} from '../../domain/users';
import { PermissionFields } from './PermissionFields';

type Props = Readonly<{
  /** Whose permission; empty while that is not known. */
  username: string;
  /** Which permission; null where it is to be chosen. */
  permission: PermissionName | null;
  /** What the user has now; it may change while this is open. */
  held: User['permissions'];
  /** The scheduled change that is edited here; null where none is. */
  change?: ChangeOf<'permission'> | null;
  /** What is scheduled for this user otherwise. */
  scheduled: readonly ChangeOf<'permission'>[];
  /** What is called when it is sent. */
  onSubmit?: () => void;
  onDone: () => void;
  back: string;
}>;

const FIRST: PermissionName = 'rule';

/** Gives a permission, changes what it is limited to, or alters such a change that is scheduled. */
export function PermissionForm(props: Props) {
  const { username, held, change = null, scheduled, onDone, back } = props;
  const [name, setName] = useState<PermissionName>(
    () =>
      props.permission ??
      PERMISSIONS.find((kind) => kind.name === FIRST && !held.some((one) => one.name === FIRST))?.name ??
      PERMISSIONS.find((kind) => !held.some((one) => one.name === kind.name))?.name ??
      FIRST,
  );
  const kind = PERMISSIONS.find((one) => one.name === name) as PermissionKind;
  const present = held.find((one) => one.name === name);
  const stored = change?.row.options ?? present?.options ?? null;
  const version = change?.version ?? present?.version ?? null;
  const [seen, setSeen] = useState(version);
  const [draft, setDraft] = useState(() => draftOf(kind, stored));
  const [when, setWhen] = useState<When>(() =>
    change !== null && (change.when ?? 0) > Date.now() ? change.when : 'soon',
  );
  const now = useNow();
  const account = useAccount();
  const { save, schedule, reschedule } = useUserActions(username);
  const requirements = useQuery(permissionSignoffs(useApi()));

  const options = optionsOf(kind, draft);
  const changeType = change?.changeType ?? (present === undefined ? 'insert' : 'update');
  const removing = changeType === 'delete';
  const verdict = may(
    account,
    'permission',
    changeType === 'insert' ? 'create' : removing ? 'delete' : 'modify',
  );
  const needs = permissionNeeds(requirements.data ?? [], [
    ...(present === undefined ? [] : [present.options]),
    ...(removing ? [] : [options]),
  ]);
  const timed = change !== null || Object.keys(needs).length > 0;
  const saving = [save, schedule, reschedule].some(({ isPending, isSuccess }) => isPending || isSuccess);
  const other = scheduled.find((one) => one.row.permission === name && one.id !== change?.id && !saving);
  // What changes while this is saved was changed from here.
  const changed = props.permission !== null && version !== seen && !saving;
  const missing = removing ? null : incomplete(kind, draft);
  const failure = [save, schedule, reschedule].find(({ error }) => error !== null)?.error;
  const blocked =
    username === '' ||
    missing !== null ||
    changed ||
    // Nothing would change.
    (change === null && present && permissionDiff(name, present.options, options).length === 0) ||
    requirements.data === undefined ||
    (timed && !isChosen(when, now)) ||
    (timed && other !== undefined);

  function choose(next: PermissionName) {
    setName(next);
    setDraft(draftOf(PERMISSIONS.find((one) => one.name === next) as PermissionKind, null));
  }

  function submit(event: React.FormEvent) {
    event.preventDefault();
    if (blocked || !verdict.allowed) {
      return;
    }
    props.onSubmit?.();
    const input = { username, permission: name, options, version: seen };
    const saved =
      change !== null
        ? reschedule.mutateAsync({ change, options, when: whenOf(when, Date.now()) ?? 0 })
        : timed
          ? schedule.mutateAsync({ ...input, changeType, when: whenOf(when, Date.now()) ?? 0 })
          : save.mutateAsync(input);
    // By the promise, since callbacks given to mutate() are dropped when the lists that are read again unmount this form.
    saved.then(
      () => {
        notify(`${timed ? 'Scheduled' : 'Saved'}: permission ${name} of ${username}`);
        onDone();
      },
      () => {},
    );
  }

  return (
    <Paper component="form" onSubmit={submit} sx={{ p: { xs: 2, sm: 3 }, maxWidth: 680 }}>
      <Stack sx={{ gap: 2.5 }}>
        {props.permission === null ? (
          <TextField
            select
            label="Permission"
            value={name}
            helperText={kind.meaning}
            onChange={(event) => choose(event.target.value as PermissionName)}
          >
            {PERMISSIONS.map((one) => (
              <MenuItem
                key={one.name}
                value={one.name}
                disabled={held.some((has) => has.name === one.name)}
                sx={{ gap: 1.5 }}
              >
                {one.name}
              </MenuItem>
            ))}
          </TextField>
        ) : (
          <Typography>
            <strong>{name}</strong>: {removing ? 'to be removed' : kind.meaning}
          </Typography>
        )}
        {!removing && <PermissionFields kind={kind} stored={stored} draft={draft} onChange={setDraft} />}
        {changed && (
          <Meanwhile
            differences={removing ? [] : differences(kind, draft, stored)}
            onTake={(field) => setDraft(taking(kind, draft, stored, field))}
            onKeep={() => setSeen(version)}
          />
        )}
        {requirements.data !== undefined && missing === null && <NeedsSignoffs required={needs} />}
        {requirements.error !== null && <Alert severity="error">{explain(requirements.error)}</Alert>}
        {timed && <WhenChoice label="Apply at" value={when} onChange={setWhen} />}
        {change !== null && othersHaveSigned(account, change.signoffs) && (
          <Alert severity="warning">
            Saving revokes the signoffs of others: they agreed to something else.
          </Alert>
        )}
        {other !== undefined && (
          <Alert severity="warning">
            A change of this permission is scheduled already.{' '}
            <Link
              component={RouterLink}
              to={`/users/${encodeURIComponent(username)}/changes/${other.id}`}
              color="inherit"
              underline="always"
            >
              Edit that
            </Link>
          </Alert>
        )}
        {missing !== null && <Alert severity="info">{missing}</Alert>}
        {failure && <Alert severity="error">{explain(failure)}</Alert>}
        <Stack direction={{ xs: 'column-reverse', sm: 'row' }} sx={{ gap: 1, justifyContent: 'flex-end' }}>
          <Button component={RouterLink} to={back} color="inherit">
            Cancel
          </Button>
          <GatedButton
            verdict={verdict}
            type="submit"
            variant="contained"
            loading={saving}
            disabled={verdict.allowed && Boolean(blocked)}
          >
            {change !== null ? 'Save the scheduled change' : timed ? 'Schedule' : 'Save'}
          </GatedButton>
        </Stack>
      </Stack>
    </Paper>
  );
}
