// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { memo } from 'react';
import { Link as RouterLink } from 'react-router';
import { limits, type User } from '../../domain/users';

type Props = Readonly<{
  user: User;
  /** How many changes of their permissions are scheduled. */
  scheduled: number;
}>;

/** A user in the list. */
export const UserRow = memo(function UserRow({ user, scheduled }: Props) {
  return (
    <Paper sx={{ px: 2, py: 1.25, mb: 1 }}>
      <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: { xs: 0.5, sm: 2 }, alignItems: 'baseline' }}>
        <Box sx={{ flex: '0 0 38%', minWidth: 0 }}>
          <Link
            component={RouterLink}
            to={`/users/${encodeURIComponent(user.name)}`}
            variant="subtitle2"
            sx={{ overflowWrap: 'anywhere' }}
          >
            {user.name}
          </Link>
          <Stack direction="row" sx={{ mt: 0.5, gap: 0.5, flexWrap: 'wrap' }}>
            {user.roles.map(({ role }) => (
              <Chip key={role} label={role} color="secondary" variant="outlined" />
            ))}
            {scheduled > 0 && (
              <Chip
                label={scheduled === 1 ? '1 change scheduled' : `${scheduled} changes scheduled`}
                color="warning"
                variant="outlined"
              />
            )}
          </Stack>
        </Box>
        <Box component="ul" sx={{ flex: 1, m: 0, p: 0, listStyle: 'none', minWidth: 0 }}>
          {user.permissions.map(({ name, options }) => (
            <Typography key={name} component="li" variant="body2" sx={{ overflowWrap: 'anywhere' }}>
              <strong>{name}</strong>{' '}
              <Box component="span" sx={{ color: 'text.secondary' }}>
                {limits(name, options)}
              </Box>
            </Typography>
          ))}
        </Box>
      </Stack>
    </Paper>
  );
});
