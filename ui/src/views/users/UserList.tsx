// SPDX-License-Identifier: MPL-2.0
import AddIcon from '@mui/icons-material/PersonAddOutlined';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { memo, useDeferredValue, useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import { useChangesOf } from '../../api/scheduledChanges';
import { users } from '../../api/users';
import { useAddressState } from '../../app/addressState';
import { useAccount, useApi } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { GatedButton } from '../../components/GatedButton';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { SearchField } from '../../components/SearchField';
import { SelectField } from '../../components/SelectField';
import { VirtualList } from '../../components/VirtualList';
import { may } from '../../domain/permissions';
import { filterUsers, PERMISSIONS, roles, type User } from '../../domain/users';
import { NoView } from './NoView';
import { UserRow } from './UserRow';

const NO_FILTER = { text: '', permission: '', role: '' };
const NAMES = PERMISSIONS.map(({ name }) => name);
const NOBODY: readonly User[] = [];

/** Everybody who may do something. */
export function UserList() {
  const account = useAccount();
  const navigate = useNavigate();
  const { data: all = NOBODY, isPending, error, refetch } = useQuery(users(useApi()));
  const { data: changes } = useChangesOf('permission');
  const [filter, put] = useAddressState(NO_FILTER);
  // What is typed is painted first; the list follows.
  const shown = useDeferredValue(filter);
  const found = useMemo(() => filterUsers(all, shown), [all, shown]);
  const roleNames = useMemo(() => roles(all, []).map(({ name }) => name), [all]);
  const scheduled = useMemo(() => count(changes?.map(({ row }) => row.username) ?? []), [changes]);

  return (
    <Page
      title="Users"
      subtitle="Permissions and roles of users"
      actions={
        <>
          <Button component={Link} to="/users/roles">
            Roles
          </Button>
          <GatedButton
            verdict={may(account, 'permission', 'create')}
            variant="contained"
            startIcon={<AddIcon />}
            onClick={() => navigate('/users/new')}
          >
            New user
          </GatedButton>
        </>
      }
    >
      {isPending ? (
        <Loading label="Loading users" />
      ) : error !== null ? (
        <NoView error={error} onRetry={refetch} />
      ) : (
        <Stack sx={{ gap: 1.5 }}>
          <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
            <SearchField
              label="Search names, permissions and products"
              value={filter.text}
              onChange={(text) => put({ text })}
            />
            <SelectField
              label="Permission"
              none="Any permission"
              options={NAMES}
              value={filter.permission}
              onChange={(permission) => put({ permission })}
            />
            <SelectField
              label="Role"
              none="Any role"
              options={roleNames}
              value={filter.role}
              onChange={(role) => put({ role })}
            />
          </Stack>
          <Typography variant="body2" role="status" sx={{ color: 'text.secondary' }}>
            {found.length === all.length ? `${all.length} users` : `${found.length} of ${all.length} users`}
          </Typography>
          {found.length > 0 ? (
            <Rows users={found} scheduled={scheduled} />
          ) : (
            <EmptyState
              title="No user fits"
              action={<Button onClick={() => put(NO_FILTER)}>Show all</Button>}
            >
              Name, permissions, products and roles are searched; each word has to be in one of them.
            </EmptyState>
          )}
        </Stack>
      )}
    </Page>
  );
}

type RowsProps = Readonly<{ users: readonly User[]; scheduled: ReadonlyMap<string, number> }>;

const Rows = memo(function Rows({ users, scheduled }: RowsProps) {
  return (
    <VirtualList label="Users" items={users} keyOf={(user) => user.name} estimate={78}>
      {(user) => <UserRow user={user} scheduled={scheduled.get(user.name) ?? 0} />}
    </VirtualList>
  );
});

function count(names: readonly string[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const name of names) {
    numbers.set(name, (numbers.get(name) ?? 0) + 1);
  }
  return numbers;
}
