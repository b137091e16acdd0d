// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { Fragment } from 'react';
import { Link as RouterLink } from 'react-router';
import type { ExplainedOutcome, Explanation } from '../../api/explain';
import { indented } from '../../domain/xml';

const SEVERITY = { update: 'success', no_update: 'info', error: 'error' } as const;

/** What the client is answered; and where a background rate decides, what those are that it leaves out. */
export function Outcome({ explanation }: Readonly<{ explanation: Explanation }>) {
  const { otherwise, background_rate: rate, scheduled_changes: changes } = explanation;
  return (
    <Stack component="section" aria-label="Response" sx={{ gap: 2 }}>
      {changes.length > 0 && (
        <Alert severity="warning" variant="outlined">
          {changes.length === 1 ? 'Includes scheduled change' : 'Includes scheduled changes'}{' '}
          {changes.map(({ scheduled_change: id, change_type, rule_id }, index) => (
            <span key={id}>
              {index > 0 && ', '}
              <Link component={RouterLink} to={`/rules/changes/${id}`} color="inherit" underline="always">
                #{id}
              </Link>{' '}
              ({change_type} {rule_id === null ? 'a rule' : `rule ${rule_id}`})
            </span>
          ))}
        </Alert>
      )}
      <Answer
        outcome={explanation}
        heading={otherwise ? `Within the ${rate} % of the background rate` : undefined}
      />
      {otherwise && <Answer outcome={otherwise} heading="All others" />}
    </Stack>
  );
}

function Answer({ outcome, heading }: Readonly<{ outcome: ExplainedOutcome; heading?: string }>) {
  const { sentence, release, missing_release: missing, answer } = outcome;
  return (
    <Paper sx={{ overflow: 'hidden' }}>
      <Alert severity={SEVERITY[outcome.outcome]} square sx={{ alignItems: 'center' }}>
        {heading !== undefined && (
          <Typography component="h2" variant="subtitle2">
            {heading}
          </Typography>
        )}
        <Sentence text={sentence} />
      </Alert>
      <Box sx={{ p: 2 }}>
        {missing && (
          <Typography variant="body2" sx={{ mb: 1 }}>
            The release {missing.name}{' '}
            {missing.problem === null ? 'is not stored.' : `can’t be read: ${missing.problem}`}
          </Typography>
        )}
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          Status {answer.status}, {answer.content_type}
          {release !== null && (
            <>
              , from{' '}
              <Link component={RouterLink} to={`/releases/${encodeURIComponent(release)}`}>
                {release}
              </Link>
            </>
          )}
        </Typography>
        <Box
          component="pre"
          // What scrolls has to be reached by the keyboard
          tabIndex={0}
          aria-label="Body of the response"
          sx={{
            m: 0,
            mt: 1,
            p: 1.5,
            overflow: 'auto',
            maxHeight: 320,
            borderRadius: 1,
            bgcolor: 'background.default',
          }}
        >
          {indented(answer.body, answer.content_type)}
        </Box>
      </Box>
    </Paper>
  );
}

/** A sentence in which rules are links. */
function Sentence({ text }: Readonly<{ text: string }>) {
  return (
    <span>
      {text.split(/(\b[Rr]ule \d+)/).map((part, i) => {
        const id = /^[Rr]ule (\d+)$/.exec(part)?.[1];
        const key = `${i} ${part}`;
        return id === undefined ? (
          <Fragment key={key}>{part.replaceAll('fallback mapping', 'fallback release')}</Fragment>
        ) : (
          <Link key={key} component={RouterLink} to={`/rules/${id}`} color="inherit" underline="always">
            {part}
          </Link>
        );
      })}
    </span>
  );
}
