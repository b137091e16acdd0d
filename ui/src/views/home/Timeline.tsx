// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router';
import { useChangeDetails } from '../../api/changeDetails';
import { useNow } from '../../components/Moment';
import { oneLine } from '../../domain/changeDetails';
import { place, type ScheduledChange, title } from '../../domain/changes';
import { conditionText, phase } from '../../domain/condition';
import { progress } from '../../domain/signoffs';
import { MARKS, position } from '../../domain/timeline';
import { byUrgency } from '../../domain/waiting';

const TONES = {
  waiting: 'warning.main',
  ready: 'success.main',
  uptake: 'info.main',
  overdue: 'error.main',
  applying: 'success.main',
} as const;

/** So many changes are shown before somebody asks for the others. */
const MANY = 12;

const COLUMNS = { xs: '1fr', md: 'minmax(0, 5fr) minmax(0, 6fr) minmax(0, 3fr)' };

/** Scheduled changes on a time axis, from the past 24 hours to the next 7 days, with their signoffs. */
export function Timeline({ changes }: Readonly<{ changes: readonly ScheduledChange[] }>) {
  const [all, setAll] = useState(false);
  const sorted = [...changes].sort(byUrgency);
  const shown = all ? sorted : sorted.slice(0, MANY);
  return (
    <Paper sx={{ px: 2, py: 1.5 }}>
      <Box
        aria-hidden
        sx={{
          display: { xs: 'none', md: 'grid' },
          gridTemplateColumns: COLUMNS,
          columnGap: 2,
          fontSize: 12,
          color: 'text.secondary',
          height: 22,
        }}
      >
        <span />
        <Box sx={{ position: 'relative' }}>
          {MARKS.map(({ label, at }) => (
            <Box
              key={label}
              component="span"
              sx={{
                position: 'absolute',
                left: `${at * 100}%`,
                transform: at === 0 ? 'none' : at === 1 ? 'translateX(-100%)' : 'translateX(-50%)',
                fontWeight: label === 'now' ? 700 : 400,
                color: label === 'now' ? 'text.primary' : undefined,
              }}
            >
              {label}
            </Box>
          ))}
        </Box>
      </Box>
      <Box component="ul" aria-label="Scheduled changes by time" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {shown.map((change) => (
          <Row key={`${change.kind} ${change.id}`} change={change} />
        ))}
      </Box>
      {shown.length < sorted.length && (
        <Button onClick={() => setAll(true)}>Show {sorted.length - shown.length} more</Button>
      )}
    </Paper>
  );
}

function Row({ change }: Readonly<{ change: ScheduledChange }>) {
  const now = useNow();
  const { details } = useChangeDetails(change);
  const color = TONES[phase(change, now)];
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: COLUMNS,
        columnGap: 2,
        rowGap: 0.5,
        alignItems: 'center',
        py: 1,
        borderTop: 1,
        borderColor: 'divider',
        fontSize: 14,
      }}
    >
      <Link
        component={RouterLink}
        to={place(change)}
        underline="hover"
        sx={{ overflowWrap: 'anywhere', fontWeight: 560 }}
      >
        {details === undefined ? title(change) : oneLine(change, details)}
      </Link>
      <Box aria-hidden sx={{ position: 'relative', height: 18, display: { xs: 'none', md: 'block' } }}>
        <Box sx={{ position: 'absolute', top: 8, left: 0, right: 0, height: 2, bgcolor: 'divider' }} />
        <Box
          sx={{
            position: 'absolute',
            top: -8,
            bottom: -8,
            left: `${position(now, now) * 100}%`,
            width: 2,
            bgcolor: 'text.primary',
            opacity: 0.5,
          }}
        />
        {change.when !== null && (
          <Box
            sx={{
              position: 'absolute',
              top: 2,
              left: `calc(${position(change.when, now) * 100}% - 7px)`,
              width: 14,
              height: 14,
              borderRadius: '50%',
              bgcolor: color,
              border: 2,
              borderColor: 'background.paper',
            }}
          />
        )}
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1 }}>
        <Typography component="span" variant="body2" sx={{ color, fontWeight: 560 }}>
          {conditionText(change, now)}
        </Typography>
        <Pips change={change} />
      </Box>
    </Box>
  );
}

/** One dot for each required signoff: filled where it was given. */
function Pips({ change }: Readonly<{ change: ScheduledChange }>) {
  return progress(change.required, change.signoffs).map(({ role, required, given }) => (
    <Box
      key={role}
      component="span"
      role="img"
      aria-label={`${role} ${given.length}/${required}`}
      sx={{ display: 'inline-flex', gap: 0.375, alignItems: 'center', fontSize: 12, color: 'text.secondary' }}
    >
      {Array.from({ length: required }, (_, i) => (
        <Box
          // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
          key={i}
          sx={{
            width: 9,
            height: 9,
            borderRadius: '50%',
            border: 1.5,
            borderColor: i < given.length ? 'success.main' : 'text.secondary',
            bgcolor: i < given.length ? 'success.main' : 'transparent',
          }}
        />
      ))}
      <span aria-hidden>{role}</span>
    </Box>
  ));
}
