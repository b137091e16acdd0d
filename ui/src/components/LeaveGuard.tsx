// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { useId } from 'react';
import { useBlocker } from 'react-router';

/** Asks before a form is left in which something was typed that is not saved. */
export function LeaveGuard({ isUnsaved }: Readonly<{ isUnsaved: boolean }>) {
  const titleId = useId();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isUnsaved && currentLocation.pathname !== nextLocation.pathname,
  );
  return (
    <Dialog
      open={blocker.state === 'blocked'}
      onClose={() => blocker.reset?.()}
      aria-labelledby={titleId}
      maxWidth="xs"
    >
      <DialogTitle id={titleId} variant="h2">
        Leave without saving?
      </DialogTitle>
      <DialogContent>
        <Typography>What you typed is kept as a draft in this tab until it is closed.</Typography>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button color="inherit" onClick={() => blocker.proceed?.()}>
          Leave
        </Button>
        <Button variant="contained" onClick={() => blocker.reset?.()}>
          Stay
        </Button>
      </DialogActions>
    </Dialog>
  );
}
