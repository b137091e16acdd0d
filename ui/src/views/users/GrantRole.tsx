// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { Link as RouterLink, useNavigate } from 'react-router';
import { usePreflight } from '../../api/preflight';
import { ApiProblem } from '../../api/problem';
import { useChangesOf } from '../../api/scheduledChanges';
import { useRoles, useUserActions } from '../../api/users';
import { useAccount } from '../../app/session';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { GatedButton } from '../../components/GatedButton';
import { NameField } from '../../components/NameField';
import { PreflightPanel } from '../../components/PreflightPanel';
import { permanentPlace } from '../../domain/changes';
import { may } from '../../domain/permissions';
import { textProblem } from '../../domain/text';
import { conditions, timing } from '../../domain/timing';
import type { User } from '../../domain/users';

/** Grants a role: at once where nobody has to sign that off, and otherwise by a scheduled change. */
export function GrantRole({ user }: Readonly<{ user: User }>) {
  const verdict = may(useAccount(), 'permission', 'create');
  const navigate = useNavigate();
  const { grant, scheduleGrant } = useUserActions(user.name);
  const { roles } = useRoles();
  const { data: changes = [] } = useChangesOf('userRole');
  const [role, setRole] = useState('');
  const [asking, setAsking] = useState(false);
  const [refused, setRefused] = useState(false);
  const name = role.trim();
  const problem = textProblem(role, 50);
  const held = user.roles.some((one) => one.role === name);
  const scheduled = changes.find(({ row }) => row.username === user.name && row.role === name);
  const { preflight, error } = usePreflight(
    asking ? { kind: 'user_role', change_type: 'insert', row: { username: user.name, role: name } } : null,
  );
  const needsSignoffs =
    refused || (preflight !== undefined && !preflight.at_once && preflight.refused === null);
  const ready = name !== '' && problem === null && !held && scheduled === undefined;

  async function confirm() {
    if (needsSignoffs) {
      const { when } = conditions(timing('soon'), Date.now());
      navigate(permanentPlace('user_role', await scheduleGrant.mutateAsync({ role: name, when })));
      return;
    }
    try {
      await grant.mutateAsync(name);
      setRole('');
    } catch (failure) {
      setRefused(failure instanceof ApiProblem && failure.needsSignoffs);
      throw failure;
    }
  }

  return (
    <Stack sx={{ gap: 1 }}>
      <Stack
        component="form"
        direction="row"
        sx={{ gap: 1, alignItems: 'flex-start', maxWidth: 480, '& .MuiAutocomplete-root': { flex: 1 } }}
        onSubmit={(event) => {
          event.preventDefault();
          if (verdict.allowed && ready) {
            setRefused(false);
            setAsking(true);
          }
        }}
      >
        <NameField
          label="Role"
          options={roles.map((one) => one.name).filter((one) => !user.roles.some((r) => r.role === one))}
          value={role}
          problem={problem}
          helper={held ? 'They have it already' : undefined}
          disabled={!verdict.allowed}
          onChange={setRole}
        />
        <GatedButton
          verdict={verdict}
          type="submit"
          variant="outlined"
          disabled={verdict.allowed && !ready}
          sx={{ height: 38, flexShrink: 0 }}
        >
          Grant…
        </GatedButton>
      </Stack>
      {scheduled !== undefined && (
        <Alert severity="info">
          This is scheduled already.{' '}
          <Link
            component={RouterLink}
            to={permanentPlace('user_role', scheduled.id)}
            color="inherit"
            underline="always"
          >
            Show the change
          </Link>
        </Alert>
      )}
      <ConfirmDialog
        open={asking}
        title={`Grant ${name} to ${user.name}?`}
        confirm={needsSignoffs ? 'Schedule' : 'Grant'}
        incomplete={preflight !== undefined && preflight.refused !== null}
        onConfirm={confirm}
        onClose={() => setAsking(false)}
      >
        <Stack sx={{ gap: 2 }}>
          <Typography>
            {user.name} can then sign off as {name}.
          </Typography>
          <PreflightPanel preflight={preflight} error={error} />
        </Stack>
      </ConfirmDialog>
    </Stack>
  );
}
