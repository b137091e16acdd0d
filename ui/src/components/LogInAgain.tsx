// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import { useLogin } from '../app/useLogin';

/** Opens the identity provider and back to this view. Forms keep drafts, so that what is typed comes back. */
export function LogInAgain() {
  return (
    <Button color="inherit" size="small" onClick={useLogin()} sx={{ whiteSpace: 'nowrap' }}>
      Log in again
    </Button>
  );
}
