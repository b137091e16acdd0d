// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { Link as RouterLink, useLocation } from 'react-router';
import type { Entry } from '../../api/history';
import { FieldDiff } from '../../components/FieldDiff';
import { Moment } from '../../components/Moment';
import { fieldsOf, placeOf } from '../../domain/history';

/** What changed from what to what, and where to go from here. */
export function EntryDetails({ entry }: Readonly<{ entry: Entry }>) {
  const { search } = useLocation();
  const changes = fieldsOf(entry);
  const place = placeOf(entry);
  const tooOld = entry.before === null && entry.change_type !== 'insert';

  // Whoever follows the link finds the entry at the top, however much has happened since.
  const link = new URLSearchParams(search);
  link.set('entry', entry.id);
  link.set('to', String(entry.timestamp));

  return (
    <Stack sx={{ gap: 1.5, px: 2, pb: 2, pt: 0.5 }}>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        <Moment at={entry.timestamp} full />
      </Typography>
      {tooOld && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          What it was before lies too far back to be shown.
        </Typography>
      )}
      {changes.length === 0 ? (
        <Typography variant="body2">No field has another value.</Typography>
      ) : (
        <Box>
          <FieldDiff changes={changes} />
        </Box>
      )}
      <Stack direction="row" sx={{ gap: 2, flexWrap: 'wrap', fontSize: 14 }}>
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
