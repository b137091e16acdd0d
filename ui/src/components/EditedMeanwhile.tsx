// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Stack from '@mui/material/Stack';
import { identity } from '../api/scheduledChanges';
import { type ChangeDetails, changedSince, type ReadChange } from '../domain/changeDetails';
import type { ScheduledChange } from '../domain/changes';
import { FieldDiff } from './FieldDiff';

type Props = Readonly<{
  /** What the signer had read. */
  read: ReadChange;
  /** What is current. */
  change: ScheduledChange;
  /** Undefined until known. */
  details: ChangeDetails | undefined;
  onClose: () => void;
}>;

/** Says that a signoff was not recorded because the change was edited after it was read, and how it differs now. */
export function EditedMeanwhile({ read, change, details, onClose }: Props) {
  return (
    <Alert severity="warning" onClose={onClose}>
      <AlertTitle>Nothing was signed: this was edited after you read it</AlertTitle>
      <Differences read={read} change={change} details={details} />
    </Alert>
  );
}

function Differences({ read, change, details }: Omit<Props, 'onClose'>) {
  if (details === undefined || identity(read.change) === identity(change)) {
    return <>Loading the differences …</>;
  }
  const changes = changedSince(read, { change, details });
  if (changes.length === 0) {
    return (
      <>
        {read.change.version === change.version
          ? 'The change itself is the same. A release that it maps to, or something else that it reaches, was edited.'
          : 'It was saved again. The values shown here are the same.'}
      </>
    );
  }
  return (
    <Stack sx={{ gap: 0.5 }}>
      <span>The version you read, and the current one:</span>
      <FieldDiff changes={changes} />
    </Stack>
  );
}
