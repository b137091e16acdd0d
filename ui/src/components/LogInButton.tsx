// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import { useLogin } from '../app/useLogin';

/** Logs in, and comes back to the same view. */
export function LogInButton() {
  return (
    <Button variant="contained" onClick={useLogin()}>
      Log in
    </Button>
  );
}
