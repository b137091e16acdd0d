// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Divider from '@mui/material/Divider';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { Fragment } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useAccount } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { GatedButton } from '../../components/GatedButton';
import type { ChangeOf } from '../../domain/changes';
import { may } from '../../domain/permissions';
import { limits, permissionKind, type User } from '../../domain/users';
import { RemovePermission } from './RemovePermission';

type Props = Readonly<{ user: User; changes: readonly ChangeOf<'permission'>[] }>;

/** What a user may do. Which of it is to be removed stands in the address. */
export function PermissionList({ user, changes }: Props) {
  const account = useAccount();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const removed = user.permissions.find(({ name }) => name === search.get('remove'));

  if (user.permissions.length === 0) {
    return (
      <EmptyState title="No permissions">
        {user.name} can look at everything that is public, and change nothing.
      </EmptyState>
    );
  }
  return (
    <Paper>
      {user.permissions.map(({ name, options }, index) => (
        <Fragment key={name}>
          {index > 0 && <Divider />}
          <Stack
            direction="row"
            sx={{ px: 2, py: 1.25, gap: 1, alignItems: 'center', flexWrap: 'wrap' }}
            aria-label={`Permission ${name}`}
            role="group"
          >
            <Box sx={{ flex: '1 1 260px', minWidth: 0 }}>
              <Typography sx={{ overflowWrap: 'anywhere' }}>
                <strong>{name}</strong> {limits(name, options)}
              </Typography>
              <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                {permissionKind(name)?.meaning ?? 'Not known to this version'}
              </Typography>
            </Box>
            {changes.some(({ row }) => row.permission === name) && (
              <Chip label="Change scheduled" color="warning" variant="outlined" />
            )}
            <Stack direction="row" sx={{ gap: 1 }}>
              <GatedButton
                verdict={may(account, 'permission', 'modify')}
                size="small"
                aria-label={`Change ${name}`}
                onClick={() => navigate(`permissions/${name}`)}
              >
                Change
              </GatedButton>
              <GatedButton
                verdict={may(account, 'permission', 'delete')}
                size="small"
                color="error"
                aria-label={`Remove ${name}`}
                onClick={() => setSearch({ remove: name })}
              >
                Remove
              </GatedButton>
            </Stack>
          </Stack>
        </Fragment>
      ))}
      {removed && (
        <RemovePermission
          key={removed.name}
          user={user}
          permission={removed}
          change={changes.find(({ row }) => row.permission === removed.name)}
          onClose={() => setSearch({}, { replace: true })}
        />
      )}
    </Paper>
  );
}
