// SPDX-License-Identifier: MPL-2.0
import KeyboardIcon from '@mui/icons-material/KeyboardOutlined';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import IconButton from '@mui/material/IconButton';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import Tooltip from '@mui/material/Tooltip';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { VIEWS } from './Navigation';

/** How long after “g” the second key is waited for, in milliseconds. */
const PATIENCE = 1_500;

/** Shortcuts to each view, and to its search field; and the list of them. */
export function Shortcuts() {
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const going = useRef(0);

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
        return;
      }
      if (event.key === '?') {
        setOpen(true);
      } else if (event.key === '/') {
        const search = document.querySelector<HTMLInputElement>('input[type="search"]');
        if (search) {
          event.preventDefault();
          search.focus();
          search.select();
        }
      } else if (event.key === 'j' || event.key === 'k') {
        goToRow(event.key === 'j' ? 1 : -1);
      } else if (event.key === 'g') {
        going.current = event.timeStamp;
      } else if (event.timeStamp - going.current < PATIENCE) {
        going.current = 0;
        const view = VIEWS.find(({ key }) => key === event.key);
        if (view) {
          navigate(view.to);
        }
      }
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate]);

  return (
    <>
      <Tooltip title="Keyboard shortcuts (?)">
        <IconButton aria-label="Keyboard shortcuts" onClick={() => setOpen(true)} size="small">
          <KeyboardIcon fontSize="small" />
        </IconButton>
      </Tooltip>
      <Dialog open={open} onClose={() => setOpen(false)} maxWidth="xs" aria-label="Keyboard shortcuts">
        <DialogTitle variant="h2">Keyboard shortcuts</DialogTitle>
        <DialogContent>
          <Table size="small">
            <TableBody>
              <Row keys={['/']} meaning="Search in this view" />
              <Row keys={['j']} meaning="Next row" />
              <Row keys={['k']} meaning="Previous row" />
              {VIEWS.map(({ key, label }) => (
                <Row key={key} keys={['g', key]} meaning={label} />
              ))}
              <Row keys={['?']} meaning="This list" />
            </TableBody>
          </Table>
        </DialogContent>
        <DialogActions>
          <Button onClick={() => setOpen(false)}>Close</Button>
        </DialogActions>
      </Dialog>
    </>
  );
}

/** Moves the focus to the first link or button of the next or previous row of a list. */
function goToRow(step: 1 | -1): void {
  const rows = [
    ...document.querySelectorAll<HTMLElement>('main [role="listitem"], main li, main article'),
  ].filter(
    (row) =>
      row.querySelector('a, button') !== null && row.parentElement?.closest('li, [role="listitem"]') === null,
  );
  const current = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[current === -1 ? (step === 1 ? 0 : rows.length - 1) : current + step];
  next?.querySelector<HTMLElement>('a, button')?.focus();
}

function Row({ keys, meaning }: Readonly<{ keys: string[]; meaning: string }>) {
  return (
    <TableRow>
      <TableCell sx={{ width: 90 }}>
        {keys.map((key) => (
          <kbd key={key} style={{ marginRight: 6 }}>
            {key}
          </kbd>
        ))}
      </TableCell>
      <TableCell>{meaning}</TableCell>
    </TableRow>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}
