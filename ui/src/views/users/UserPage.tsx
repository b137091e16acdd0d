// SPDX-License-Identifier: MPL-2.0
import AddIcon from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useChangesOf } from '../../api/scheduledChanges';
import { user } from '../../api/users';
import { useAccount, useApi } from '../../app/session';
import { ErrorState } from '../../components/ErrorState';
import { GatedButton } from '../../components/GatedButton';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { may } from '../../domain/permissions';
import { NoView } from './NoView';
import { PermissionChangeCard } from './PermissionChangeCard';
import { PermissionList } from './PermissionList';
import { RoleList } from './RoleList';

/** One user: permissions, roles, and what is scheduled about them. */
export function UserPage() {
  const { name = '' } = useParams();
  const account = useAccount();
  const navigate = useNavigate();
  const { data, isPending, error, refetch } = useQuery(user(useApi(), name));
  const changes = useChangesOf('permission');
  const own = changes.data?.filter(({ row }) => row.username === name) ?? [];

  return (
    <Page
      title={name}
      subtitle={account.username === name ? 'This is you' : undefined}
      actions={
        <>
          <Button component={Link} to={`/history?by=${encodeURIComponent(name)}`}>
            What they did
          </Button>
          <GatedButton
            verdict={may(account, 'permission', 'create')}
            variant="contained"
            startIcon={<AddIcon />}
            onClick={() => navigate('permissions/new')}
          >
            Add a permission
          </GatedButton>
        </>
      }
    >
      {isPending ? (
        <Loading label="Loading the user" rows={4} />
      ) : error !== null ? (
        <NoView error={error} onRetry={refetch} />
      ) : (
        <Stack sx={{ gap: 4 }}>
          {own.length > 0 && (
            <Section title="Scheduled">
              <Stack sx={{ gap: 1.5 }}>
                {own.map((change) => (
                  <PermissionChangeCard
                    key={change.id}
                    change={change}
                    present={data.permissions.find((held) => held.name === change.row.permission)}
                  />
                ))}
              </Stack>
            </Section>
          )}
          {changes.error !== null && (
            <ErrorState title="What is scheduled could not be loaded" error={changes.error} />
          )}
          <Section title="Permissions">
            <PermissionList user={data} changes={own} />
          </Section>
          <Section title="Roles">
            <RoleList user={data} />
          </Section>
        </Stack>
      )}
    </Page>
  );
}

function Section({ title, children }: Readonly<{ title: string; children: ReactNode }>) {
  return (
    <Box component="section" aria-label={title}>
      <Typography variant="h2" sx={{ mb: 1.5 }}>
        {title}
      </Typography>
      {children}
    </Box>
  );
}
