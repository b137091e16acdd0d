// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { noteProgress, useProgress } from '../api/progress';
import { percentage, progressText } from '../domain/progress';

type Props = Readonly<{
  /** What is waited for, such as “Simulating”. */
  label: string;
  queryKey: QueryKey;
  /** Called before the query is cancelled, so that it is not sent again. */
  onCancel: () => void;
}>;

/** How far a simulation is, and the button that ends it, on the server too. */
export function CancellableProgress({ label, queryKey, onCancel }: Props) {
  const progress = useProgress(queryKey);
  const queries = useQueryClient();

  function cancel() {
    onCancel();
    void queries.cancelQueries({ queryKey, exact: true });
    noteProgress(queries, queryKey, null);
  }

  return (
    <Stack sx={{ gap: 0.75, mb: 1.5, maxWidth: 480 }}>
      <Stack direction="row" sx={{ gap: 2, alignItems: 'center', justifyContent: 'space-between' }}>
        <Typography variant="body2" sx={{ color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>
          {progress === null ? `${label} …` : `${label}: ${progressText(progress)}`}
        </Typography>
        <Button
          size="small"
          variant="outlined"
          color="inherit"
          aria-label="Cancel the simulation"
          onClick={cancel}
        >
          Cancel
        </Button>
      </Stack>
      <LinearProgress
        aria-label={label}
        variant={progress === null ? 'indeterminate' : 'determinate'}
        {...(progress !== null && { value: percentage(progress) })}
      />
    </Stack>
  );
}
