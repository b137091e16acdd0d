// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import { inWords } from '../domain/requiredSignoffs';
import type { RequiredSignoffs } from '../domain/signoffs';

/** Says before something is saved whether others have to agree. */
export function NeedsSignoffs({ required }: Readonly<{ required: RequiredSignoffs }>) {
  const words = inWords(required);
  return words === '' ? (
    <Alert severity="success" variant="outlined">
      Nobody else has to agree to this.
    </Alert>
  ) : (
    <Alert severity="info" variant="outlined">
      Others have to agree: it needs signoffs of {words}. So it is scheduled, and made at its time if
      everybody has signed off by then, or else as soon as they have.
    </Alert>
  );
}
