// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';

/** Says what becomes of the signoffs of a scheduled change when it is edited. */
export function EditsChange() {
  return (
    <Alert severity="info" variant="outlined">
      You edit a scheduled change. Saving it revokes the signoffs of others: they agreed to something else.
    </Alert>
  );
}
