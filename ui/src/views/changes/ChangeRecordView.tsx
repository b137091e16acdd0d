// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { FieldDiff } from '../../components/FieldDiff';
import { Moment } from '../../components/Moment';
import { type ChangeRecord, outcomeText, type Step, signersText } from '../../domain/changeRecord';
import { localAndUtc } from '../../domain/time';

const TONES = { scheduled: 'warning', applied: 'success', cancelled: 'default' } as const;

/** What has become of a scheduled change, in one line: “Applied … · signed off by A (releng), R (relman)”. */
export function OutcomeLine({ record }: Readonly<{ record: ChangeRecord }>) {
  const { outcome, end } = record;
  const signers = signersText(record);
  return (
    <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
      <Chip label={outcomeText(outcome)} color={TONES[outcome]} size="medium" />
      <Typography sx={{ overflowWrap: 'anywhere' }}>
        {end !== null && (
          <>
            {localAndUtc(end.at)} (<Moment at={end.at} past />){outcome === 'cancelled' && ` by ${end.by}`} ·{' '}
          </>
        )}
        {signers === '' ? 'no signoffs' : `signed off by ${signers}`}
      </Typography>
    </Stack>
  );
}

/** Everything that happened to a scheduled change: proposed, edited, signed off, applied or cancelled, by whom and when. */
export function Steps({ steps }: Readonly<{ steps: readonly Step[] }>) {
  return (
    <Paper component="section" aria-label="What happened" sx={{ p: { xs: 2, sm: 2.5 } }}>
      <Typography variant="h2" sx={{ mb: 1.5 }}>
        What happened
      </Typography>
      <Box
        component="ol"
        sx={{ m: 0, p: 0, listStyle: 'none', borderLeft: 2, borderColor: 'divider', ml: 0.5 }}
      >
        {steps.map((step) => (
          <Box
            component="li"
            key={step.id}
            sx={{
              position: 'relative',
              pl: 2.5,
              pb: 2,
              '&:last-child': { pb: 0 },
              '&::before': {
                content: '""',
                position: 'absolute',
                left: -6,
                top: 6,
                width: 10,
                height: 10,
                borderRadius: '50%',
                bgcolor: step.deed === 'Applied' ? 'success.main' : 'primary.main',
              },
            }}
          >
            <Typography sx={{ overflowWrap: 'anywhere' }}>
              <strong>{step.deed}</strong>
              {step.role !== null && ` as ${step.role}`} by {step.by}
            </Typography>
            <Typography variant="body2" sx={{ color: 'text.secondary', mb: step.changes.length > 0 ? 1 : 0 }}>
              <Moment at={step.at} full past />
            </Typography>
            {step.changes.length > 0 && <FieldDiff changes={step.changes} />}
          </Box>
        ))}
      </Box>
    </Paper>
  );
}
