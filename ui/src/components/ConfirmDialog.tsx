// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { type ReactNode, useId, useState } from 'react';
import { explain } from '../api/problem';

type Props = Readonly<{
  open: boolean;
  /** A question. */
  title: string;
  /** What the button says that does it: a verb. */
  confirm: string;
  dangerous?: boolean;
  /** Whether what it asks for has not been filled in. */
  incomplete?: boolean;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
  children?: ReactNode;
}>;

/** Asks before something is done, and stays until it is done. What fails is said here, and nothing typed is lost. */
export function ConfirmDialog(props: Props) {
  const { open, title, confirm, dangerous = false, incomplete = false, onConfirm, onClose, children } = props;
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const titleId = useId();

  function close() {
    setFailure(null);
    onClose();
  }

  async function submit(event: React.FormEvent) {
    event.preventDefault();
    // A form around the dialog, whose part it is for React, is not meant.
    event.stopPropagation();
    setBusy(true);
    setFailure(null);
    try {
      await onConfirm();
      close();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog open={open} onClose={busy ? undefined : close} aria-labelledby={titleId} maxWidth="sm">
      <form onSubmit={submit}>
        <DialogTitle id={titleId} variant="h2">
          {title}
        </DialogTitle>
        <DialogContent>
          {children}
          {failure !== null && (
            <Alert severity="error" sx={{ mt: 2 }}>
              {explain(failure)}
            </Alert>
          )}
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2 }}>
          <Button onClick={close} disabled={busy} color="inherit">
            {confirm.startsWith('Cancel') ? 'Back' : 'Cancel'}
          </Button>
          <Button
            type="submit"
            variant="contained"
            color={dangerous ? 'error' : 'primary'}
            loading={busy}
            disabled={incomplete}
          >
            {confirm}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
