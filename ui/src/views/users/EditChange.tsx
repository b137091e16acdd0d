// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { useChangesOf } from '../../api/scheduledChanges';
import { user } from '../../api/users';
import { useApi } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { title } from '../../domain/changes';
import type { PermissionName } from '../../domain/users';
import { NoView } from './NoView';
import { PermissionForm } from './PermissionForm';

/** Alters a scheduled change of a permission. */
export function EditChange() {
  const { name = '', id = '' } = useParams();
  const navigate = useNavigate();
  const { data, isPending, error, refetch } = useQuery(user(useApi(), name));
  const changes = useChangesOf('permission');
  const change = changes.data?.find((one) => String(one.id) === id);
  const back = `/users/${encodeURIComponent(name)}`;
  const failure = error ?? changes.error;

  return (
    <Page title={change ? title(change) : 'Scheduled change'} subtitle="Scheduled">
      {isPending || changes.isPending ? (
        <Loading rows={3} />
      ) : failure !== null ? (
        <NoView error={failure} onRetry={() => Promise.all([refetch(), changes.refetch()])} />
      ) : change === undefined || data === undefined ? (
        <EmptyState
          title="This change is no longer scheduled"
          action={
            <Button component={Link} to={back} variant="contained">
              Show {name}
            </Button>
          }
        >
          It was applied or cancelled. See its record in the history.
        </EmptyState>
      ) : (
        <PermissionForm
          key={change.id}
          username={name}
          permission={change.row.permission as PermissionName}
          held={data.permissions}
          change={change}
          scheduled={[]}
          back={back}
          onDone={() => navigate(back)}
        />
      )}
    </Page>
  );
}
