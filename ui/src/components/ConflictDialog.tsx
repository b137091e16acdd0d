// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { type ReactNode, useId, useState } from 'react';
import type { Conflict, Merge } from '../domain/merge';
import { FieldDiff } from './FieldDiff';

type Props<F extends string> = Readonly<{
  /** What was changed by both, such as “rule 12”. */
  what: string;
  merge: Merge<F>;
  labelOf: (field: F) => string;
  onMerged: (values: Readonly<Record<F, string>>) => void;
  onClose: () => void;
}>;

/** Shows what somebody else has changed in the meantime, and lets the viewer choose where both changed the same field. */
export function ConflictDialog<F extends string>({ what, merge, labelOf, onMerged, onClose }: Props<F>) {
  const titleId = useId();
  const { conflicts, taken, merged } = merge;
  const [choices, setChoices] = useState<Partial<Record<F, 'mine' | 'theirs'>>>({});
  const complete = conflicts.every(({ field }) => choices[field] !== undefined);

  function submit(event: React.FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    const theirs = conflicts.filter(({ field }) => choices[field] === 'theirs');
    onMerged({ ...merged, ...Object.fromEntries(theirs.map((each) => [each.field, each.theirs])) });
  }

  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="sm">
      <form onSubmit={submit}>
        <DialogTitle id={titleId} variant="h2">
          Somebody else has changed {what}
        </DialogTitle>
        <DialogContent>
          <Stack sx={{ gap: 2.5 }}>
            <Typography>
              Your input is kept, and nothing has been sent yet. Afterwards you return to the form.
            </Typography>
            {conflicts.length === 0 && taken.length === 0 && (
              <Typography>Both changes are the same, so there is nothing to choose.</Typography>
            )}
            {conflicts.map((conflict) => (
              <Choice
                key={conflict.field}
                label={labelOf(conflict.field)}
                conflict={conflict}
                value={choices[conflict.field] ?? null}
                onChange={(choice) => setChoices({ ...choices, [conflict.field]: choice })}
              />
            ))}
            {taken.length > 0 && (
              <section>
                <Typography variant="subtitle2" sx={{ mb: 0.5 }}>
                  Changed only by them — kept
                </Typography>
                <FieldDiff
                  changes={taken.map(({ field, base, theirs }) => ({
                    field: labelOf(field),
                    before: base || null,
                    after: theirs || null,
                  }))}
                />
              </section>
            )}
          </Stack>
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2 }}>
          <Button onClick={onClose} color="inherit">
            Cancel
          </Button>
          <Button type="submit" variant="contained" disabled={!complete}>
            Go on with this
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

type ChoiceProps = Readonly<{
  label: string;
  conflict: Conflict<string>;
  value: 'mine' | 'theirs' | null;
  onChange: (value: 'mine' | 'theirs') => void;
}>;

function Choice({ label, conflict, value, onChange }: ChoiceProps) {
  return (
    <FormControl>
      <FormLabel>{label}</FormLabel>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        Before: {conflict.base || 'empty'}
      </Typography>
      <RadioGroup value={value} onChange={(_event, chosen) => onChange(chosen as 'mine' | 'theirs')}>
        <Version value="mine" label="Yours">
          {conflict.mine}
        </Version>
        <Version value="theirs" label="Theirs">
          {conflict.theirs}
        </Version>
      </RadioGroup>
    </FormControl>
  );
}

function Version({
  value,
  label,
  children,
}: Readonly<{ value: string; label: string; children: ReactNode }>) {
  return (
    <FormControlLabel
      value={value}
      control={<Radio size="small" />}
      label={
        <span style={{ overflowWrap: 'anywhere' }}>
          {label}: <strong>{children || 'empty'}</strong>
        </span>
      }
    />
  );
}
