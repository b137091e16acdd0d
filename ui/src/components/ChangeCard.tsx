// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router';
import { useChangeDetails } from '../api/changeDetails';
import type { ScheduledChange } from '../api/scheduledChanges';
import { place, title } from '../domain/changes';
import { ChangeDetailsView } from './ChangeDetailsView';
import { Moment } from './Moment';
import { SignoffPanel } from './SignoffPanel';

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
  return (
    <Paper component="article" aria-label={title(change)} sx={{ p: 2 }}>
      <Stack direction="row" sx={{ gap: 2, justifyContent: 'space-between', flexWrap: 'wrap' }}>
        <Link component={RouterLink} to={place(change)} variant="h3" sx={{ overflowWrap: 'anywhere' }}>
          {title(change)}
        </Link>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          <Condition change={change} />
        </Typography>
      </Stack>
      <Typography variant="body2" sx={{ mb: 1.5, color: 'text.secondary' }}>
        Scheduled by {change.scheduledBy}
      </Typography>
      {children ?? (
        <Box sx={{ mb: 1.5 }}>
          <ChangeDetailsView details={details} error={error} />
        </Box>
      )}
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

/** When a change will be made. */
export function Condition({ change }: Readonly<{ change: ScheduledChange }>) {
  if (change.when !== null) {
    return (
      <>
        To be made <Moment at={change.when} />
      </>
    );
  }
  if (change.kind === 'rule' && change.row.telemetry_uptake !== null) {
    const { telemetry_product: product, telemetry_channel: channel, telemetry_uptake: uptake } = change.row;
    return (
      <>
        When {uptake} clients of {product} {channel} are up to date
      </>
    );
  }
  return <>Without a time</>;
}
