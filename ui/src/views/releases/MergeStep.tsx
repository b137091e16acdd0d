// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import Paper from '@mui/material/Paper';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useMemo, useState } from 'react';
import { type Choice, type Conflict, type Json, merge } from '../../domain/jsonMerge';
import { DataDiff } from './DataDiff';
import { pretty } from './words';

type Props = Readonly<{
  /** What both were made from. */
  base: Json;
  /** As somebody else has made it. */
  theirs: Json;
  /** As it was typed here. */
  mine: Json;
  onMerged: (text: string) => void;
  onBack: () => void;
}>;

/** Somebody else was faster: makes one of both, and asks where they contradict each other. */
export function MergeStep({ base, theirs, mine, onMerged, onBack }: Props) {
  const [choices, setChoices] = useState<Record<string, Choice>>({});
  const merged = useMemo(() => merge(base, theirs, mine, choices), [base, theirs, mine, choices]);
  const open = merged.conflicts.filter(({ path }) => choices[path] === undefined).length;
  return (
    <Stack sx={{ gap: 2 }}>
      <Alert severity="warning" variant="outlined">
        Somebody else has changed this release since you began. Nothing of yours is lost.{' '}
        {merged.conflicts.length === 0
          ? 'Your changes and theirs don’t contradict each other.'
          : 'Where you both changed the same value, choose one.'}
      </Alert>
      {merged.conflicts.map((conflict) => (
        <Contradiction
          key={conflict.path}
          conflict={conflict}
          choice={choices[conflict.path]}
          onChoose={(choice) => setChoices((before) => ({ ...before, [conflict.path]: choice }))}
        />
      ))}
      <section>
        <Typography variant="h2" sx={{ mb: 1 }}>
          Theirs, and yours merged into it
        </Typography>
        <DataDiff before={theirs} after={merged.value} beforeLabel="Current" afterLabel="With your changes" />
      </section>
      <Stack
        direction="row"
        sx={{ gap: 1, justifyContent: 'flex-end', alignItems: 'center', flexWrap: 'wrap' }}
      >
        {open > 0 && (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {open === 1 ? '1 choice is left' : `${open} choices are left`}
          </Typography>
        )}
        <Button onClick={onBack} color="inherit">
          Back to the editor
        </Button>
        <Button variant="contained" disabled={open > 0} onClick={() => onMerged(pretty(merged.value))}>
          Go on with both
        </Button>
      </Stack>
    </Stack>
  );
}

type ContradictionProps = Readonly<{
  conflict: Conflict;
  choice: Choice | undefined;
  onChoose: (choice: Choice) => void;
}>;

function Contradiction({ conflict, choice, onChoose }: ContradictionProps) {
  const { path, base, theirs, mine } = conflict;
  const place = path === '' ? 'The whole release' : path.slice(1).split('/').join(' › ');
  return (
    <Paper sx={{ p: 2 }}>
      <Typography variant="h3" sx={{ overflowWrap: 'anywhere' }}>
        {place.replaceAll('~1', '/').replaceAll('~0', '~')}
      </Typography>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        It was <Value of={base} />
      </Typography>
      <RadioGroup
        aria-label={place}
        value={choice ?? ''}
        onChange={(event) => onChoose(event.target.value as Choice)}
      >
        <FormControlLabel
          value="theirs"
          control={<Radio />}
          label={
            <>
              Theirs: <Value of={theirs} />
            </>
          }
        />
        <FormControlLabel
          value="mine"
          control={<Radio />}
          label={
            <>
              Mine: <Value of={mine} />
            </>
          }
        />
      </RadioGroup>
    </Paper>
  );
}

const LONGEST = 300;

function Value({ of }: Readonly<{ of: Json | undefined }>) {
  if (of === undefined) {
    return <em>not there</em>;
  }
  const text = JSON.stringify(of);
  return (
    <Box component="code" sx={{ overflowWrap: 'anywhere' }}>
      {text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text}
    </Box>
  );
}
