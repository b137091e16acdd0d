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
import { JsonEditor } from '../../components/lazyJson';
import { WhenField } from '../../components/WhenField';
import { type Json, same } from '../../domain/jsonMerge';
import { DataDiff } from './DataDiff';
import { heightFor, pretty } from './words';

type Props = Readonly<{
  /** The data as it is; null for a release that is added. */
  before: Json | null;
  /** JSON. */
  text: string;
  /** Who has to agree, as a phrase; empty for nobody. */
  signoffs: string;
  /** Whether it can only be made later. */
  later: boolean;
  /** When, to begin with. */
  when: number | null;
  busy: boolean;
  failure: ReactNode;
  onBack: () => void;
  onSave: (when: number | null) => void;
}>;

const SOON = 15 * 60_000;

/** Shows what becomes of a release, before anything is done. */
export function ReviewStep(props: Props) {
  const { before, text, signoffs, later, busy, failure, onBack, onSave } = props;
  const [chosen, setChosen] = useState<'now' | 'later'>(props.when === null ? 'now' : 'later');
  const [when, setWhen] = useState<number | null>(() => props.when ?? Date.now() + SOON);
  const scheduled = later || chosen === 'later';
  const after = useMemo(() => JSON.parse(text) as Json, [text]);
  const nothing = before !== null && same(before, after);

  return (
    <Stack sx={{ gap: 2 }}>
      {nothing ? (
        <Alert severity="info">Nothing is different from what there is.</Alert>
      ) : before === null ? (
        <JsonEditor label="Data of the new release" value={pretty(after)} height={heightFor(text, 50)} />
      ) : (
        <DataDiff before={before} after={after} beforeLabel="As it is" afterLabel="As it shall be" />
      )}
      <Paper sx={{ p: 2 }}>
        <Stack sx={{ gap: 1.5, alignItems: 'flex-start' }}>
          {later ? (
            <Typography>
              {signoffs === ''
                ? 'This is scheduled, since others have to sign it off.'
                : `This needs signoffs of ${signoffs}, so it is scheduled, and made when they have been given.`}
            </Typography>
          ) : (
            <RadioGroup
              aria-label="When"
              value={chosen}
              onChange={(event) => setChosen(event.target.value as typeof chosen)}
            >
              <FormControlLabel value="now" control={<Radio />} label="Now: this needs no signoffs" />
              <FormControlLabel value="later" control={<Radio />} label="At a time" />
            </RadioGroup>
          )}
          {scheduled && <WhenField label="When" value={when} onChange={setWhen} required future />}
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
          disabled={nothing || (scheduled && when === null)}
          onClick={() => onSave(scheduled ? when : null)}
        >
          {scheduled ? 'Schedule' : 'Save now'}
        </Button>
      </Stack>
    </Stack>
  );
}
