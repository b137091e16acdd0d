// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { explain } from '../api/problem';
import type { ChangeDetails } from '../domain/changeDetails';
import { MANY_VALUES } from '../domain/signTogether';
import { FieldDiff } from './FieldDiff';

type Props = Readonly<{
  /** Undefined until known. */
  details: ChangeDetails | undefined;
  error: Error | null;
}>;

/** What a scheduled change does to what is in force now. */
export function ChangeDetailsView({ details, error }: Props) {
  if (error !== null) {
    return <Alert severity="error">What this changes could not be loaded. {explain(error)}</Alert>;
  }
  if (details === undefined) {
    return (
      <Typography variant="body2" role="status" sx={{ color: 'text.secondary' }}>
        Loading the change …
      </Typography>
    );
  }
  const { changes, note } = details;
  return (
    <Stack sx={{ gap: 0.5 }}>
      {changes.length > 0 && <FieldDiff changes={changes.slice(0, MANY_VALUES)} />}
      {changes.length > MANY_VALUES && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          and {changes.length - MANY_VALUES} more values
        </Typography>
      )}
      {note !== null && (
        <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {note}
        </Typography>
      )}
    </Stack>
  );
}
