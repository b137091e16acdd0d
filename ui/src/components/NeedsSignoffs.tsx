// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import { useAccount } from '../app/session';
import { inWords } from '../domain/requiredSignoffs';
import { type RequiredSignoffs, rolesToSign } from '../domain/signoffs';

/** Says before something is saved whether others have to agree. */
export function NeedsSignoffs({ required }: Readonly<{ required: RequiredSignoffs }>) {
  const roles = rolesToSign(useAccount(), required, {});
  const words = inWords(required);
  if (words === '') {
    return (
      <Alert severity="success" variant="outlined">
        No signoff needed — takes effect immediately.
      </Alert>
    );
  }
  return (
    <Alert severity="info" variant="outlined">
      Needs {words}. Applied at the chosen time or with the last signoff, whichever is later.
      {roles.length === 1 && ` You sign off as ${roles[0]} by scheduling it.`}
    </Alert>
  );
}
