// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Snackbar from '@mui/material/Snackbar';
import { useSyncExternalStore } from 'react';
import { explain } from '../api/problem';
import { dismiss, type Notice, notifyFailure, pendingNotices, subscribeToNotices } from './notices';

/** How long a notice stays, in milliseconds: long enough to undo. */
const SHOWN = 8_000;

/** Says what was done, one notice after the other, and offers to undo it. */
export function Notices() {
  const [first] = useSyncExternalStore(subscribeToNotices, pendingNotices);
  return first === undefined ? null : <Shown key={first.key} notice={first} />;
}

function Shown({ notice: { key, text, severity, action } }: Readonly<{ notice: Notice }>) {
  async function run() {
    dismiss(key);
    try {
      await action?.run();
    } catch (error) {
      notifyFailure(`${action?.label} failed. ${explain(error)}`);
    }
  }
  return (
    <Snackbar
      open
      autoHideDuration={severity === 'error' ? null : SHOWN}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'center' }}
      onClose={(_event, reason) => reason !== 'clickaway' && dismiss(key)}
    >
      <Alert
        severity={severity}
        variant="standard"
        role={severity === 'error' ? 'alert' : 'status'}
        onClose={() => dismiss(key)}
        action={
          action === null ? undefined : (
            <Button color="inherit" size="small" onClick={run}>
              {action.label}
            </Button>
          )
        }
        sx={{
          maxWidth: 640,
          alignItems: 'center',
          overflowWrap: 'anywhere',
          border: 1,
          borderColor: severity === 'error' ? 'error.main' : 'success.main',
          boxShadow: 6,
        }}
      >
        {text}
      </Alert>
    </Snackbar>
  );
}
