// SPDX-License-Identifier: MPL-2.0
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { type ScheduledChange, useChangeActions } from '../api/scheduledChanges';
import { title } from '../domain/changes';
import type { Verdict } from '../domain/permissions';
import { ConfirmDialog } from './ConfirmDialog';
import { GatedButton } from './GatedButton';

/** Drops a scheduled change, after asking. */
export function DropChange({ change, verdict }: Readonly<{ change: ScheduledChange; verdict: Verdict }>) {
  const { drop } = useChangeActions(change);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <GatedButton verdict={verdict} size="small" color="error" onClick={() => setAsking(true)}>
        Drop this change
      </GatedButton>
      <ConfirmDialog
        open={asking}
        title="Drop this scheduled change?"
        confirm="Drop it"
        dangerous
        onConfirm={() => drop.mutateAsync()}
        onClose={() => setAsking(false)}
      >
        <Typography>{title(change)}</Typography>
        <Typography sx={{ mt: 1, color: 'text.secondary' }}>
          Everything stays as it is now, and the signoffs that were given to it are gone.
        </Typography>
      </ConfirmDialog>
    </>
  );
}
