// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import { Link } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { useAccount, useAuth } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { LogInButton } from '../../components/LogInButton';

/** Why users are not shown: most often because not everybody may see them. */
export function NoView({ error, onRetry }: Readonly<{ error: Error; onRetry: () => void }>) {
  const account = useAccount();
  const auth = useAuth();
  if (!(error instanceof ApiProblem && [401, 403].includes(error.status))) {
    return <ErrorState title="Users could not be loaded" error={error} onRetry={onRetry} />;
  }
  if (account.username === null) {
    return (
      <EmptyState title="Log in to see users" action={auth.available && <LogInButton />}>
        Permissions are only shown to users who may see them.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="You may not see other users"
      action={
        account.known && (
          <Button component={Link} to={`/users/${encodeURIComponent(account.username)}`} variant="contained">
            Show my permissions
          </Button>
        )
      }
    >
      Ask an administrator for the right to view permissions. You may always see your own.
    </EmptyState>
  );
}
