// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Button from '@mui/material/Button';
import { explain } from '../api/problem';

type Props = Readonly<{
  /** What could not be done. */
  title: string;
  error: unknown;
  onRetry?: () => void;
}>;

/** Something could not be done, why, and how to go on. */
export function ErrorState({ title, error, onRetry }: Props) {
  return (
    <Alert
      severity="error"
      variant="outlined"
      action={
        onRetry && (
          <Button color="inherit" size="small" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      <AlertTitle>{title}</AlertTitle>
      {explain(error)}
    </Alert>
  );
}
