// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router';
import type { ExplainedCandidate, Explanation } from '../../api/explain';
import { VirtualList } from '../../components/VirtualList';

/** The rules that could have applied, in the order in which they are looked at, each with why it does not. */
export function Candidates({ explanation }: Readonly<{ explanation: Explanation }>) {
  const { candidates, candidate_count: count, request } = explanation;
  return (
    <Box component="section" aria-labelledby="candidates">
      <Typography id="candidates" variant="h2" sx={{ mb: 0.5 }}>
        Rules that were evaluated
      </Typography>
      <Typography sx={{ mb: 1.5, color: 'text.secondary' }}>
        {count === 0
          ? `There are no rules for ${request.product}.`
          : `${count} for ${request.product} and for all products, by priority${
              candidates.length < count ? `; the first ${candidates.length} are shown` : ''
            }`}
      </Typography>
      {count > 0 && (
        <VirtualList
          label="Rules that were evaluated"
          items={candidates}
          keyOf={(candidate) => candidate.rule_id ?? `scheduled-${candidate.scheduled_change}`}
          estimate={84}
        >
          {(candidate) => <Candidate candidate={candidate} />}
        </VirtualList>
      )}
    </Box>
  );
}

function Candidate({ candidate }: Readonly<{ candidate: ExplainedCandidate }>) {
  const { rule_id: id, scheduled_change: change, alias, priority, mapping, matched, reason } = candidate;
  const name = id === null ? 'A scheduled rule' : `Rule ${id}${alias ? ` (${alias})` : ''}`;
  return (
    <Box sx={{ pb: 1 }}>
      <Paper sx={{ px: 2, py: 1.25, ...(matched && { borderColor: 'success.main', borderWidth: 2 }) }}>
        <Stack direction="row" sx={{ gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
          <Chip label={priority ?? 0} variant="outlined" title="Priority" />
          <Link
            component={RouterLink}
            to={id === null ? `/rules/changes/${change}` : `/rules/${id}`}
            variant="subtitle2"
          >
            {name}
          </Link>
          <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
            {mapping ?? 'no update'}
          </Typography>
          {matched && <Chip label="Applies" color="success" />}
          {change !== null && (
            <Chip label={`Scheduled change #${change}`} color="warning" variant="outlined" />
          )}
        </Stack>
        {reason && (
          <Typography variant="body2" sx={{ mt: 0.5 }}>
            {reason.sentence}
          </Typography>
        )}
      </Paper>
    </Box>
  );
}
