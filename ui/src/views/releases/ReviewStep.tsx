// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import Paper from '@mui/material/Paper';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { type ReactNode, useMemo, useState } from 'react';
import { usePreflight } from '../../api/preflight';
import { intendedSave, type ReleaseSave } from '../../api/release';
import { JsonEditor } from '../../components/lazyJson';
import { NeedsSignoffs } from '../../components/NeedsSignoffs';
import { PreflightPanel } from '../../components/PreflightPanel';
import { WhenChoice } from '../../components/WhenChoice';
import { WhenField } from '../../components/WhenField';
import { type Json, same } from '../../domain/jsonMerge';
import type { RequiredSignoffs } from '../../domain/signoffs';
import { type When, whenOf } from '../../domain/timing';
import { DataDiff } from './DataDiff';
import { EditsChange } from './EditsChange';
import { heightFor, pretty } from './words';

type Props = Readonly<{
  /** What shall be saved. */
  save: Omit<ReleaseSave, 'when'>;
  /** Who has to agree, as far as that is known before the server is asked. */
  required: RequiredSignoffs;
  /** Whether it can only be made later, whoever has to agree. */
  later: boolean;
  /** When, to begin with. */
  when: number | null;
  busy: boolean;
  failure: ReactNode;
  onBack: () => void;
  onSave: (when: number | null) => void;
}>;

/** Shows what becomes of a release, before anything is done. */
export function ReviewStep(props: Props) {
  const { save, busy, failure, onBack, onSave } = props;
  const { text } = save;
  const before = save.base?.data ?? null;
  // Of a scheduled change that is edited the server has said already what it takes.
  const intended = useMemo(() => (save.change === null ? intendedSave(save) : null), [save]);
  const { preflight, error } = usePreflight(intended);
  const required = preflight?.required_signoffs ?? props.required;
  const needsSignoffs = Object.keys(required).length > 0;
  const later = props.later || needsSignoffs;
  const [chosen, setChosen] = useState<'now' | 'later'>(props.when === null ? 'now' : 'later');
  const [when, setWhen] = useState<When>(() =>
    props.when !== null && props.when > Date.now() ? props.when : 'soon',
  );
  const scheduled = later || chosen === 'later';
  // Of a new release that is stored in parts the server makes the first part at once, whatever the time is.
  const canWait = !(save.storage === 'split' && save.base === null);
  const after = useMemo(() => JSON.parse(text) as Json, [text]);
  const refused = preflight !== undefined && preflight.refused !== null;
  const nothing = before !== null && same(before, after);

  return (
    <Stack sx={{ gap: 2 }}>
      {save.change !== null && <EditsChange />}
      {nothing ? (
        <Alert severity="info">
          Nothing differs from the current release.
          {save.change !== null && ' To leave it as it is, cancel the scheduled change.'}
        </Alert>
      ) : before === null ? (
        <JsonEditor label="Data of the new release" value={pretty(after)} height={heightFor(text, 50)} />
      ) : (
        <DataDiff before={before} after={after} beforeLabel="Current" afterLabel="Proposed" />
      )}
      <Paper sx={{ p: 2 }}>
        <Stack sx={{ gap: 1.5, alignItems: 'flex-start' }}>
          {intended === null ? (
            <NeedsSignoffs required={required} />
          ) : (
            <PreflightPanel preflight={preflight} error={error} />
          )}
          {later ? (
            Object.keys(required).length === 0 && (
              <Typography>This is scheduled, and applied at its time.</Typography>
            )
          ) : (
            <RadioGroup
              aria-label="When"
              value={chosen}
              onChange={(event) => setChosen(event.target.value as typeof chosen)}
            >
              <FormControlLabel value="now" control={<Radio />} label="Now" />
              {canWait && <FormControlLabel value="later" control={<Radio />} label="At a time" />}
            </RadioGroup>
          )}
          {scheduled && needsSignoffs && <WhenChoice label="Apply at" value={when} onChange={setWhen} />}
          {scheduled && !needsSignoffs && (
            <WhenField
              label="Apply at"
              value={when === 'soon' ? null : when}
              onChange={setWhen}
              required
              future
            />
          )}
        </Stack>
      </Paper>
      {failure}
      <Stack direction="row" sx={{ gap: 1, justifyContent: 'flex-end' }}>
        <Button onClick={onBack} disabled={busy} color="inherit">
          Back to the editor
        </Button>
        <Button
          variant="contained"
          loading={busy}
          disabled={
            nothing || refused || (scheduled && (needsSignoffs ? when === null : typeof when !== 'number'))
          }
          onClick={() => onSave(scheduled ? whenOf(when, Date.now()) : null)}
        >
          {scheduled ? 'Schedule' : 'Save now'}
        </Button>
      </Stack>
    </Stack>
  );
}
