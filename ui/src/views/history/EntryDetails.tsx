// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { Link as RouterLink, useLocation } from 'react-router';
import { FieldDiff } from '../../components/FieldDiff';
import { Moment } from '../../components/Moment';
import type { HistoryRow, RecordedEntry } from '../../domain/changeRecord';
import { permanentPlace } from '../../domain/changes';
import { fieldsOf, placeOf } from '../../domain/history';
import { localAndUtc } from '../../domain/time';

type Props = Readonly<{ row: HistoryRow; latest: RecordedEntry }>;

/** What changed from what to what, who took part, and where to go from here. */
export function EntryDetails({ row: { key, effect, record }, latest }: Props) {
  const { search } = useLocation();
  const shown = effect ?? latest;
  const changes = fieldsOf(shown);
  const place = placeOf(latest);
  const tooOld = shown.before === null && shown.change_type !== 'insert';
  const isChange = record !== null && latest.sc_id !== null && latest.kind !== 'release';

  // Whoever follows the link finds the row at the top, however much has happened since.
  const link = new URLSearchParams(search);
  link.set('entry', key);
  link.set('to', String(latest.timestamp));

  return (
    <Stack sx={{ gap: 1.5, px: 2, pb: 2, pt: 0.5 }}>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        <Moment at={latest.timestamp} full past />
      </Typography>
      {tooOld && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          The values before this are too old to be shown.
        </Typography>
      )}
      {changes.length === 0 ? (
        <Typography variant="body2">No field has another value.</Typography>
      ) : (
        <Box>
          <FieldDiff changes={changes} />
        </Box>
      )}
      {record !== null && (
        <Box component="ol" aria-label="Steps" sx={{ m: 0, pl: 2.5, fontSize: 14 }}>
          {record.steps.map((step) => (
            <li key={step.id}>
              {step.deed}
              {step.role !== null && ` as ${step.role}`} by {step.by}, {localAndUtc(step.at)}
            </li>
          ))}
        </Box>
      )}
      <Stack direction="row" sx={{ gap: 2, flexWrap: 'wrap', fontSize: 14 }}>
        {isChange && latest.sc_id !== null && (
          <Link component={RouterLink} to={permanentPlace(latest.kind, latest.sc_id)}>
            Show this change
          </Link>
        )}
        {place !== null && (
          <Link component={RouterLink} to={place}>
            Show as it is now
          </Link>
        )}
        <Link component={RouterLink} to={`/history?${link}`}>
          Link to this entry
        </Link>
      </Stack>
    </Stack>
  );
}
