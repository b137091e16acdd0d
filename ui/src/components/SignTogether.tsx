// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useCallback, useEffect, useState } from 'react';
import { useChangeDetails } from '../api/changeDetails';
import { useCommentsOn } from '../api/comments';
import { ApiProblem, explain } from '../api/problem';
import { identity, type Unsigned, useSignAll } from '../api/scheduledChanges';
import { useAccount } from '../app/session';
import { type ScheduledChange, title } from '../domain/changes';
import { requestText } from '../domain/comments';
import { isShownInFull, type SignGroup, signGroups } from '../domain/signTogether';
import { counted } from '../domain/text';
import { ChangeDetailsView } from './ChangeDetailsView';
import { ConfirmDialog } from './ConfirmDialog';
import { SimulationPanel } from './SimulationPanel';

/** Buttons to sign off several changes at once, for each role in which there are several; nothing where there are not. */
export function SignTogether({ changes }: Readonly<{ changes: readonly ScheduledChange[] }>) {
  const groups = signGroups(changes, useAccount());
  const [asked, setAsked] = useState<SignGroup | null>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      {groups.map((group) => (
        <Button
          key={group.role}
          size="small"
          variant="outlined"
          onClick={() => {
            setAsked(group);
            setOpen(true);
          }}
        >
          Sign off all {group.changes.length} as {group.role}
        </Button>
      ))}
      {asked !== null && (
        <SignDialog
          key={
            asked.role +
            asked.changes.map((change) => `${change.kind} ${change.id} ${identity(change)}`).join(' ')
          }
          group={asked}
          open={open}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

type DialogProps = Readonly<{ group: SignGroup; open: boolean; onClose: () => void }>;

/** Shows each change in full. What was there when the dialog was opened is signed, or nothing of that change. */
function SignDialog({ group: { role, changes }, open, onClose }: DialogProps) {
  const signAll = useSignAll();
  const [shown, setShown] = useState<ReadonlySet<ScheduledChange>>(new Set());
  const [unsigned, setUnsigned] = useState<readonly Unsigned[] | null>(null);
  // What was signed at the first try is not signed again.
  const left = unsigned === null ? changes : unsigned.map(({ change }) => change);
  const ready = left.filter((change) => shown.has(change));
  const onShown = useCallback(
    (change: ScheduledChange) => setShown((before) => new Set([...before, change])),
    [],
  );

  async function confirmed() {
    const failed = await signAll.mutateAsync({ role, reads: ready });
    const others = left.filter((change) => !ready.includes(change));
    if (failed.length > 0) {
      setUnsigned([...failed, ...others.map((change) => ({ change, error: null }))]);
      throw new Error(`${counted(failed.length, 'change')} of ${ready.length} could not be signed off.`);
    }
  }

  return (
    <ConfirmDialog
      open={open}
      title={`Sign off ${counted(ready.length, 'change')} as ${role}?`}
      confirm="Sign off"
      incomplete={ready.length === 0}
      onConfirm={confirmed}
      onClose={onClose}
    >
      <Stack component="ul" aria-label="Changes" sx={{ gap: 2, p: 0, m: 0, listStyle: 'none' }}>
        {changes.map((change) => (
          <Shown
            key={`${change.kind} ${change.id}`}
            change={change}
            onShown={onShown}
            isSigned={!left.includes(change)}
            error={unsigned?.find((one) => one.change === change)?.error ?? null}
          />
        ))}
      </Stack>
      <Typography sx={{ mt: 2, color: 'text.secondary' }}>
        The signoffs are for exactly this. If a change is edited, its signoff no longer counts.
      </Typography>
    </ConfirmDialog>
  );
}

type ShownProps = Readonly<{
  change: ScheduledChange;
  onShown: (change: ScheduledChange) => void;
  isSigned: boolean;
  /** Why it could not be signed; null where it was not tried, or was signed. */
  error: unknown;
}>;

function Shown({ change, onShown, isSigned, error }: ShownProps) {
  const { details, error: unread } = useChangeDetails(change);
  const { comments = [] } = useCommentsOn(change);
  const request = requestText(comments);
  const inFull = isShownInFull(details);
  useEffect(() => {
    if (inFull) {
      onShown(change);
    }
  }, [inFull, change, onShown]);
  return (
    <Box component="li">
      <Typography variant="h3" sx={{ mb: 0.5, overflowWrap: 'anywhere' }}>
        {title(change)} {isSigned && <Chip label="Signed off" color="success" />}
      </Typography>
      <Stack sx={{ gap: 1 }}>
        <ChangeDetailsView details={details} error={unread} />
        {request !== null && <Alert severity="warning">{request}.</Alert>}
        {details !== undefined && !inFull && (
          <Alert severity="info">It changes too much to be shown here: sign it off by itself.</Alert>
        )}
        {error !== null && (
          <Alert severity="error">
            {error instanceof ApiProblem && error.isOutdatedChange
              ? 'It was edited after it was shown here: it is not signed off.'
              : explain(error)}
          </Alert>
        )}
        <SimulationPanel change={change} />
      </Stack>
    </Box>
  );
}
