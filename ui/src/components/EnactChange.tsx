// SPDX-License-Identifier: MPL-2.0
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useCommentsOn } from '../api/comments';
import { useChangeActions } from '../api/scheduledChanges';
import { useAccount } from '../app/session';
import { type ScheduledChange, title } from '../domain/changes';
import { requestText } from '../domain/comments';
import { may, type Verdict } from '../domain/permissions';
import { isComplete, missing } from '../domain/signoffs';
import { relative } from '../domain/time';
import { ConfirmDialog } from './ConfirmDialog';
import { GatedButton } from './GatedButton';
import { useNow } from './Moment';

/** Enacts a scheduled change that is due, after asking. What is shown is enacted, or nothing. */
export function EnactChange({ change }: Readonly<{ change: ScheduledChange }>) {
  const permitted = may(useAccount(), 'scheduled_change', 'enact');
  const now = useNow();
  const isEarly = change.when !== null && change.when > now;
  const request = requestText(useCommentsOn(change).comments ?? []);
  const verdict: Verdict =
    permitted.allowed && isEarly
      ? { allowed: false, reason: `It is due ${relative(change.when ?? 0, now)}.` }
      : permitted.allowed && request !== null
        ? { allowed: false, reason: `${request}.` }
        : permitted.allowed && !isComplete(change.required, change.signoffs)
          ? { allowed: false, reason: `Signoffs are missing: ${missing(change.required, change.signoffs)}.` }
          : permitted;
  const { enact } = useChangeActions(change);
  /** The change as it was shown when the button was pressed. */
  const [asked, setAsked] = useState<ScheduledChange | null>(null);
  return (
    <>
      <GatedButton verdict={verdict} size="small" onClick={() => setAsked(change)}>
        Apply now
      </GatedButton>
      <ConfirmDialog
        open={asked !== null}
        title="Apply this scheduled change now?"
        confirm="Apply now"
        onConfirm={() => enact.mutateAsync(asked ?? change)}
        onClose={() => setAsked(null)}
      >
        <Typography>{title(asked ?? change)}</Typography>
      </ConfirmDialog>
    </>
  );
}
