// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useRoles, users } from '../../api/users';
import { useApi } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import type { Role } from '../../domain/users';
import { NoView } from './NoView';

/** All roles, who has them, and whether these are enough. */
export function Roles() {
  const { isPending, error, refetch } = useQuery(users(useApi()));
  const { roles } = useRoles();
  return (
    <Page
      title="Roles"
      subtitle="Roles in which users sign off. A role exists as soon as a user has it."
      actions={
        <Button component={Link} to="/users">
          Users
        </Button>
      }
    >
      {isPending ? (
        <Loading label="Loading roles" rows={3} />
      ) : error !== null ? (
        <NoView error={error} onRetry={refetch} />
      ) : roles.length === 0 ? (
        <EmptyState title="There are no roles yet">
          Grant one to a user on their page; then it can be required.
        </EmptyState>
      ) : (
        <Stack component="ul" sx={{ gap: 1.5, m: 0, p: 0, listStyle: 'none' }}>
          {roles.map((role) => (
            <li key={role.name}>
              <RoleCard role={role} />
            </li>
          ))}
        </Stack>
      )}
    </Page>
  );
}

function RoleCard({ role }: Readonly<{ role: Role }>) {
  const { name, holders, required } = role;
  return (
    <Paper component="article" aria-label={name} sx={{ px: 2, py: 1.5 }}>
      <Stack direction="row" sx={{ gap: 1.5, alignItems: 'baseline', flexWrap: 'wrap' }}>
        <Typography variant="h3" component="h2">
          {name}
        </Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {holders.length === 1 ? '1 user' : `${holders.length} users`}
          {required === 0
            ? ', required nowhere'
            : `, up to ${required === 1 ? '1 signoff' : `${required} signoffs`} required`}
        </Typography>
      </Stack>
      {holders.length < required && (
        <Alert severity="warning" sx={{ mt: 1 }}>
          {required} signoffs of {name} are required somewhere, and too few users can give them: such changes
          can’t be applied.
        </Alert>
      )}
      {holders.length > 0 && holders.length === required && (
        <Typography variant="body2" sx={{ mt: 0.5, color: 'warning.main' }}>
          {holders.length === 1
            ? 'Only this user has the role: changes wait while the user is away.'
            : 'Changes wait while one of them is away: all are needed.'}
        </Typography>
      )}
      <Box sx={{ mt: 1, display: 'flex', gap: 0.75, flexWrap: 'wrap' }}>
        {holders.map((holder) => (
          <Chip
            key={holder}
            label={holder}
            variant="outlined"
            clickable
            component={Link}
            to={`/users/${encodeURIComponent(holder)}`}
          />
        ))}
      </Box>
    </Paper>
  );
}
