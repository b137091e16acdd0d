// SPDX-License-Identifier: MPL-2.0
import ExpandIcon from '@mui/icons-material/ExpandMore';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import Chip from '@mui/material/Chip';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { memo } from 'react';
import { Moment } from '../../components/Moment';
import {
  type ChangeRecord,
  type HistoryRow,
  outcomeText,
  type RecordedEntry,
  signersText,
} from '../../domain/changeRecord';
import { deed, fieldsOf } from '../../domain/history';
import { day, timeOfDay } from '../../domain/time';
import { EntryDetails } from './EntryDetails';

type Props = Readonly<{
  row: HistoryRow;
  /** When the row above it happened; null for the first. */
  before: number | null;
  open: boolean;
  onToggle: (key: string) => void;
}>;

/** So many fields are named before a row is opened. */
const FEW = 2;

/** Something that happened, with its details if it is open: one row for each scheduled change. Each day begins with its date. */
export const EntryRow = memo(function EntryRow({ row, before, open, onToggle }: Props) {
  const { key, entries, record, effect } = row;
  const [latest] = entries;
  if (latest === undefined) {
    return null;
  }
  const { timestamp, changed_by: by } = latest;
  const date = day(timestamp);
  const changes = effect === null || effect.change_type !== 'update' ? [] : fieldsOf(effect);
  return (
    <Box sx={{ pb: 1 }}>
      {(before === null || day(before) !== date) && (
        <Typography
          component="h2"
          variant="subtitle2"
          sx={{ pt: before === null ? 0 : 1.5, pb: 0.75, color: 'text.secondary' }}
        >
          {date}
        </Typography>
      )}
      <Paper>
        <ButtonBase
          aria-expanded={open}
          onClick={() => onToggle(key)}
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
              <Chip {...chipOf(row, latest)} variant="outlined" />
              <Typography component="span" sx={{ overflowWrap: 'anywhere', minWidth: 0 }}>
                {record !== null && VERBS[record.changeType]}
                {record?.label ?? latest.label}
                {changes.length > 0 && (
                  <Box component="span" sx={{ color: 'text.secondary' }}>
                    {': '}
                    {changes
                      .slice(0, FEW)
                      .map(
                        ({ field, before: from, after: to }) =>
                          `${field} ${from ?? 'none'} → ${to ?? 'none'}`,
                      )
                      .join(', ')}
                    {changes.length > FEW && ` and ${changes.length - FEW} more`}
                  </Box>
                )}
              </Typography>
            </Box>
            <Typography variant="body2" sx={{ mt: 0.25, color: 'text.secondary', overflowWrap: 'anywhere' }}>
              {timeOfDay(timestamp)} · {record === null ? by : peopleText(record, by)} ·{' '}
              <Moment at={timestamp} past />
            </Typography>
          </Box>
          <ExpandIcon
            sx={{ color: 'text.secondary', transform: open ? 'rotate(180deg)' : undefined }}
            aria-hidden
          />
        </ButtonBase>
        {open && <EntryDetails row={row} latest={latest} />}
      </Paper>
    </Box>
  );
});

const VERBS = { insert: 'Add: ', update: '', delete: 'Delete: ' } as const;

/** Who took part in a scheduled change. */
function peopleText(record: ChangeRecord, by: string): string {
  const scheduled = record.scheduledBy === null ? by : `scheduled by ${record.scheduledBy}`;
  const signers = signersText(record);
  const end = record.outcome === 'cancelled' ? ` · cancelled by ${record.end?.by}` : '';
  return `${scheduled}${signers === '' ? '' : ` · signed off by ${signers}`}${end}`;
}

const TONES = { scheduled: 'warning', applied: 'success', cancelled: 'default' } as const;

function chipOf({ record }: HistoryRow, latest: RecordedEntry) {
  return record === null
    ? {
        label: deed(latest),
        color: ({ insert: 'success', update: 'info', delete: 'error' } as const)[latest.change_type],
      }
    : { label: outcomeText(record.outcome), color: TONES[record.outcome] };
}
