// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import type { FieldChange } from '../domain/diff';

type Props = Readonly<{
  /** Where what is put in here and what somebody else has saved differ: before is here, after is theirs. */
  differences: readonly FieldChange[];
  onTake: (field: string) => void;
  /** Goes on with what is put in here. */
  onKeep: () => void;
}>;

/** Somebody else has changed what is edited here: both versions, to be merged field by field. */
export function Meanwhile({ differences, onTake, onKeep }: Props) {
  return (
    <Alert severity="warning">
      <AlertTitle>Somebody else has changed this meanwhile</AlertTitle>
      <Stack sx={{ gap: 1.5, alignItems: 'flex-start' }}>
        {differences.length === 0 ? (
          <span>Their version is the same as yours.</span>
        ) : (
          differences.map(({ field, before, after }) => (
            <Box key={field}>
              <div>
                <strong>{field}</strong>: here <b>{before ?? 'nothing'}</b>, saved by them{' '}
                <b>{after ?? 'nothing'}</b>
              </div>
              <Button size="small" color="inherit" variant="outlined" onClick={() => onTake(field)}>
                Take theirs
              </Button>
            </Box>
          ))
        )}
        <Button size="small" color="inherit" variant="outlined" onClick={onKeep}>
          Continue with these values
        </Button>
      </Stack>
    </Alert>
  );
}
