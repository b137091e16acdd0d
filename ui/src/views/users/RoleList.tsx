// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Chip from '@mui/material/Chip';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useSearchParams } from 'react-router';
import { useRoles, useUserActions } from '../../api/users';
import { useAccount } from '../../app/session';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { GatedButton } from '../../components/GatedButton';
import { may } from '../../domain/permissions';
import { type User, whyNotRevoke } from '../../domain/users';
import { GrantRole } from './GrantRole';

/** What a user signs off as. Which role is to be revoked stands in the address. */
export function RoleList({ user }: Readonly<{ user: User }>) {
  const account = useAccount();
  const [search, setSearch] = useSearchParams();
  const { revoke } = useUserActions(user.name);
  const { roles: all, known } = useRoles();
  const mayRevoke = may(account, 'permission', 'delete');
  const revoked = user.roles.find((held) => held.role === search.get('revoke'));
  const obstacle = revoked && known ? whyNotRevoke(all.find(({ name }) => name === revoked.role)) : null;

  return (
    <Paper sx={{ p: 2 }}>
      <Stack sx={{ gap: 2 }}>
        <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
          {user.roles.length === 0 && (
            <Typography sx={{ color: 'text.secondary' }}>
              None: {user.name} can’t sign anything off.
            </Typography>
          )}
          {user.roles.map((one) => (
            <Stack key={one.role} direction="row" sx={{ gap: 0.5, alignItems: 'center', mr: 2 }}>
              <Chip label={one.role} size="medium" color="secondary" variant="outlined" />
              <GatedButton
                verdict={mayRevoke}
                size="small"
                color="error"
                aria-label={`Revoke ${one.role}`}
                onClick={() => setSearch({ revoke: one.role })}
              >
                Revoke
              </GatedButton>
            </Stack>
          ))}
        </Stack>
        {user.permissions.length === 0 ? (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            Roles can be granted to those who have a permission.
          </Typography>
        ) : (
          <GrantRole user={user} />
        )}
      </Stack>
      {revoked && (
        <ConfirmDialog
          open
          title={`Revoke ${revoked.role} from ${user.name}?`}
          confirm="Revoke"
          dangerous
          incomplete={!mayRevoke.allowed || obstacle !== null}
          onConfirm={() => revoke.mutateAsync(revoked)}
          onClose={() => setSearch({}, { replace: true })}
        >
          {obstacle === null ? (
            <Typography>
              {user.name} can no longer sign off as {revoked.role}.
            </Typography>
          ) : (
            <Alert severity="warning">{obstacle}</Alert>
          )}
        </ConfirmDialog>
      )}
    </Paper>
  );
}
