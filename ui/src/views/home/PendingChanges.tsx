// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { rules } from '../../api/rules';
import { useApi } from '../../app/session';
import { ChangeCard } from '../../components/ChangeCard';
import { SignTogether } from '../../components/SignTogether';
import type { ScheduledChange } from '../../domain/changes';
import { bySubject, byUrgency } from '../../domain/waiting';

/** So many changes are shown before somebody asks for the others; of more than these, those of a channel can be chosen. */
const MANY = 10;

type Props = Readonly<{ title: string; changes: readonly ScheduledChange[] }>;

/** Pending changes that ask for attention, the most urgent first, each with what it changes. */
export function PendingChanges({ title, changes }: Props) {
  const { data: allRules = [] } = useQuery(rules(useApi()));
  const [chosen, setChosen] = useState('');
  const [all, setAll] = useState(false);
  const subjects = bySubject(changes, allRules);
  const selected = subjects.has(chosen) ? chosen : '';
  const sorted = [...(subjects.get(selected) ?? changes)].sort(byUrgency);
  const shown = all ? sorted : sorted.slice(0, MANY);
  return (
    <Box component="section" aria-label={title}>
      <Typography variant="h2" sx={{ mb: 1.5 }}>
        {title}
        <Count of={changes} />
      </Typography>
      {changes.length > MANY && subjects.size > 1 && (
        <Stack direction="row" role="group" aria-label="Show only" sx={{ mb: 1.5, gap: 1, flexWrap: 'wrap' }}>
          {['', ...subjects.keys()].map((name) => (
            <Chip
              key={name}
              component="button"
              type="button"
              clickable
              aria-pressed={name === selected}
              color={name === selected ? 'primary' : 'default'}
              variant={name === selected ? 'filled' : 'outlined'}
              label={name === '' ? 'All' : `${name} ${subjects.get(name)?.length}`}
              onClick={() => setChosen(name)}
            />
          ))}
        </Stack>
      )}
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', mb: 1.5, '&:empty': { display: 'none' } }}>
        <SignTogether changes={sorted} />
      </Stack>
      <Stack sx={{ gap: 1.5 }}>
        {shown.map((change) => (
          <ChangeCard key={`${change.kind}-${change.id}`} change={change} />
        ))}
      </Stack>
      {shown.length < sorted.length && (
        <Button sx={{ mt: 1 }} onClick={() => setAll(true)}>
          Show {sorted.length - shown.length} more
        </Button>
      )}
    </Box>
  );
}

/** A number beside a heading; nothing for none. */
export function Count({ of }: Readonly<{ of: readonly unknown[] }>) {
  return of.length === 0 ? null : (
    <Typography component="span" sx={{ ml: 1, color: 'text.secondary' }}>
      {of.length}
    </Typography>
  );
}
