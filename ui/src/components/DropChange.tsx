// SPDX-License-Identifier: MPL-2.0
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useChangeActions } from '../api/scheduledChanges';
import { type ScheduledChange, title } from '../domain/changes';
import type { Verdict } from '../domain/permissions';
import { ConfirmDialog } from './ConfirmDialog';
import { GatedButton } from './GatedButton';

/** Cancels a scheduled change, after asking. */
export function DropChange({ change, verdict }: Readonly<{ change: ScheduledChange; verdict: Verdict }>) {
  const { drop } = useChangeActions(change);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <GatedButton verdict={verdict} size="small" color="error" onClick={() => setAsking(true)}>
        Cancel this change
      </GatedButton>
      <ConfirmDialog
        open={asking}
        title="Cancel this scheduled change?"
        confirm="Cancel the change"
        dangerous
        onConfirm={() => drop.mutateAsync()}
        onClose={() => setAsking(false)}
      >
        <Typography>{title(change)}</Typography>
        <Typography sx={{ mt: 1, color: 'text.secondary' }}>
          Everything stays as it is now. The signoffs that were given to the change are lost.
        </Typography>
      </ConfirmDialog>
    </>
  );
}
