// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Tooltip from '@mui/material/Tooltip';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router';
import { useChangeDetails } from '../api/changeDetails';
import { useCommentsOn } from '../api/comments';
import { oneLine } from '../domain/changeDetails';
import { place, type ScheduledChange, title } from '../domain/changes';
import { requestText } from '../domain/comments';
import { conditionText, phase } from '../domain/condition';
import { counted } from '../domain/text';
import { localAndUtc } from '../domain/time';
import { ChangeDetailsView } from './ChangeDetailsView';
import { useNow } from './Moment';
import { SignoffPanel } from './SignoffPanel';
import { SimulationPanel } from './SimulationPanel';

type Props = Readonly<{
  change: ScheduledChange;
  /** What can be done with it besides signing off. */
  actions?: ReactNode;
  /** What it changes, where that is shown in another way than field by field. */
  children?: ReactNode;
}>;

/** A scheduled change: what it changes, when, by whom, and its signoffs. Nobody signs what is not shown here. */
export function ChangeCard({ change, actions, children }: Props) {
  const { details, error } = useChangeDetails(change);
  const { comments = [] } = useCommentsOn(change);
  const request = requestText(comments);
  return (
    <Paper component="article" aria-label={title(change)} sx={{ p: 2 }}>
      <Stack direction="row" sx={{ columnGap: 2, justifyContent: 'space-between', flexWrap: 'wrap' }}>
        <Link
          component={RouterLink}
          to={place(change)}
          variant="h3"
          sx={{ flex: '1 1 300px', lineHeight: 1.35, overflowWrap: 'anywhere' }}
        >
          {details === undefined ? title(change) : oneLine(change, details)}
        </Link>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          <Condition change={change} />
        </Typography>
      </Stack>
      <Typography variant="body2" sx={{ mb: 1.5, color: 'text.secondary' }}>
        Scheduled by {change.scheduledBy}
        {comments.length > 0 && (
          <>
            {' · '}
            <Link component={RouterLink} to={place(change)}>
              {counted(comments.length, 'comment')}
            </Link>
          </>
        )}
      </Typography>
      {request !== null && (
        <Alert severity="warning" sx={{ mb: 1.5, overflowWrap: 'anywhere' }}>
          {request}: until that is withdrawn or the change is edited, it can’t be applied.
        </Alert>
      )}
      {children ?? (
        <Box sx={{ mb: 1.5 }}>
          <ChangeDetailsView details={details} error={error} />
        </Box>
      )}
      <SimulationPanel change={change} />
      <SignoffPanel change={change} details={details} error={error} />
      {actions !== undefined && (
        <Stack
          direction="row"
          sx={{ mt: 1.5, mx: -0.625, gap: 1, flexWrap: 'wrap', '& > .MuiButton-root': { minWidth: 0 } }}
        >
          {actions}
        </Stack>
      )}
    </Paper>
  );
}

const TONES = {
  waiting: 'text.secondary',
  ready: 'text.secondary',
  uptake: 'text.secondary',
  overdue: 'error.main',
  applying: 'success.main',
} as const;

/** When a change will be applied, and what it waits for. */
export function Condition({ change }: Readonly<{ change: ScheduledChange }>) {
  const now = useNow();
  const text = (
    <Box component="span" sx={{ color: TONES[phase(change, now)], fontWeight: 560 }}>
      {conditionText(change, now)}
    </Box>
  );
  return change.when === null ? text : <Tooltip title={localAndUtc(change.when)}>{text}</Tooltip>;
}
