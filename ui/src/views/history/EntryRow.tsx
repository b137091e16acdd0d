// SPDX-License-Identifier: MPL-2.0
import ExpandIcon from '@mui/icons-material/ExpandMore';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Chip from '@mui/material/Chip';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { memo } from 'react';
import type { Entry } from '../../api/history';
import { Moment } from '../../components/Moment';
import { deed } from '../../domain/history';
import { day, timeOfDay } from '../../domain/time';
import { EntryDetails } from './EntryDetails';

type Props = Readonly<{
  entry: Entry;
  /** When the entry above it happened; null for the first. */
  before: number | null;
  open: boolean;
  onToggle: (id: string) => void;
}>;

/** Something that happened, with its details if it is open. Each day begins with its date. */
export const EntryRow = memo(function EntryRow({ entry, before, open, onToggle }: Props) {
  const { id, label, changed_by: by, timestamp } = entry;
  const date = day(timestamp);
  return (
    <Box sx={{ pb: 1 }}>
      {(before === null || day(before) !== date) && (
        <Typography
          variant="subtitle2"
          sx={{ pt: before === null ? 0 : 1.5, pb: 0.75, color: 'text.secondary' }}
        >
          {date}
        </Typography>
      )}
      <Paper>
        <ButtonBase
          aria-expanded={open}
          onClick={() => onToggle(id)}
          sx={{
            width: '100%',
            px: 2,
            py: 1,
            gap: 1.5,
            justifyContent: 'flex-start',
            textAlign: 'left',
            borderRadius: 'inherit',
          }}
        >
          <Box sx={{ flex: 1, minWidth: 0 }}>
            <Box sx={{ display: 'flex', gap: 1, alignItems: 'baseline', flexWrap: 'wrap' }}>
              <Chip label={deed(entry)} color={tone(entry)} variant="outlined" />
              <Typography sx={{ overflowWrap: 'anywhere', minWidth: 0 }}>{label}</Typography>
            </Box>
            <Typography variant="body2" sx={{ mt: 0.25, color: 'text.secondary', overflowWrap: 'anywhere' }}>
              {timeOfDay(timestamp)} · {by} · <Moment at={timestamp} />
            </Typography>
          </Box>
          <ExpandIcon
            sx={{ color: 'text.secondary', transform: open ? 'rotate(180deg)' : undefined }}
            aria-hidden
          />
        </ButtonBase>
        {open && <EntryDetails entry={entry} />}
      </Paper>
    </Box>
  );
});

function tone({ change_type: type, scheduled, signoff }: Entry) {
  if (signoff) {
    return 'secondary';
  }
  if (scheduled) {
    return 'warning';
  }
  return ({ insert: 'success', update: 'info', delete: 'error' } as const)[type];
}
