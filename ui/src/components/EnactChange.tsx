// SPDX-License-Identifier: MPL-2.0
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { type ScheduledChange, useChangeActions } from '../api/scheduledChanges';
import { useAccount } from '../app/session';
import { title } from '../domain/changes';
import { may, type Verdict } from '../domain/permissions';
import { isComplete, missing } from '../domain/signoffs';
import { ConfirmDialog } from './ConfirmDialog';
import { GatedButton } from './GatedButton';

/** Makes a scheduled change at once, before its time, after asking. */
export function EnactChange({ change }: Readonly<{ change: ScheduledChange }>) {
  const permitted = may(useAccount(), 'scheduled_change', 'enact');
  const verdict: Verdict =
    permitted.allowed && !isComplete(change.required, change.signoffs)
      ? { allowed: false, reason: `Signoffs are missing: ${missing(change.required, change.signoffs)}.` }
      : permitted;
  const { enact } = useChangeActions(change);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <GatedButton verdict={verdict} size="small" onClick={() => setAsking(true)}>
        Make it now
      </GatedButton>
      <ConfirmDialog
        open={asking}
        title="Make this scheduled change now?"
        confirm="Make it now"
        onConfirm={() => enact.mutateAsync()}
        onClose={() => setAsking(false)}
      >
        <Typography>{title(change)}</Typography>
        <Typography sx={{ mt: 1, color: 'text.secondary' }}>
          It does not wait for its time any more.
        </Typography>
      </ConfirmDialog>
    </>
  );
}
