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
import { type PermissionName, permissionKind } from '../../domain/users';
import { NoView } from './NoView';
import { PermissionForm } from './PermissionForm';

/** Gives a user one more permission. */
export function AddPermission() {
  const { name = '' } = useParams();
  return <Edit name={name} permission={null} title={`Add a permission for ${name}`} />;
}

/** Changes what a user's permission is limited to. */
export function EditPermission() {
  const { name = '', permission = '' } = useParams();
  return <Edit name={name} permission={permission} title={`Change permission “${permission}” of ${name}`} />;
}

type Props = Readonly<{ name: string; permission: string | null; title: string }>;

function Edit({ name, permission, title }: Props) {
  const navigate = useNavigate();
  const { data, isPending, error, refetch } = useQuery(user(useApi(), name));
  const { data: changes = [] } = useChangesOf('permission');
  const back = `/users/${encodeURIComponent(name)}`;
  const missing = permission !== null && !data?.permissions.some((held) => held.name === permission);

  return (
    <Page title={title}>
      {isPending ? (
        <Loading rows={3} />
      ) : error !== null ? (
        <NoView error={error} onRetry={refetch} />
      ) : missing || (permission !== null && permissionKind(permission) === null) ? (
        <EmptyState
          title={`${name} does not have the permission “${permission}”`}
          action={
            <Button component={Link} to={back} variant="contained">
              Show their permissions
            </Button>
          }
        />
      ) : (
        <PermissionForm
          username={name}
          permission={permission as PermissionName | null}
          held={data.permissions}
          scheduled={changes.filter(({ row }) => row.username === name)}
          back={back}
          onDone={() => navigate(back)}
        />
      )}
    </Page>
  );
}
