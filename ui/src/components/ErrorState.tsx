// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Button from '@mui/material/Button';
import { ApiProblem, explain, isLoginExpired } from '../api/problem';
import { LogInAgain } from './LogInAgain';

type Props = Readonly<{
  /** What could not be done. */
  title: string;
  error: unknown;
  onRetry?: () => void;
}>;

/** Whether the server has rejected the request itself, so that the same request is rejected again. */
function isFinal(error: unknown): boolean {
  return error instanceof ApiProblem && error.status >= 400 && error.status < 500 && error.status !== 429;
}

/** Something could not be done, why, and how to go on. */
export function ErrorState({ title, error, onRetry }: Props) {
  return (
    <Alert
      severity="error"
      variant="outlined"
      action={
        isLoginExpired(error) ? (
          <LogInAgain />
        ) : onRetry && !isFinal(error) ? (
          <Button color="inherit" size="small" onClick={onRetry}>
            Try again
          </Button>
        ) : undefined
      }
    >
      <AlertTitle>{title}</AlertTitle>
      {explain(error)}
    </Alert>
  );
}
