// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import MuiLink from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { Link } from 'react-router';
import type { ChannelQuestion, RulePair } from '../../api/promotion';
import { FieldDiff } from '../../components/FieldDiff';
import { keptTexts, promotedFields } from '../../domain/promotion';
import { RuleSentence } from '../rules/RuleSentence';

type Rule = RulePair['to'];

/** The rules of a pair side by side, what the promotion changes, and what stays different. */
export function Pair({ pair, question }: Readonly<{ pair: RulePair; question: ChannelQuestion }>) {
  const kept = keptTexts(pair, question);
  return (
    <Paper component="article" aria-label={`Rule ${pair.to.rule_id}`} sx={{ px: 2, py: 1.5 }}>
      <Stack sx={{ gap: 1.5 }}>
        <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' } }}>
          <Side label={`From ${question.from}`} rule={pair.from} />
          <Side label={`To ${question.to}`} rule={pair.to} />
        </Box>
        {pair.promoted.length > 0 && <FieldDiff changes={promotedFields(pair)} />}
        {kept.length > 0 && (
          <Stack
            component="ul"
            aria-label="Stays different"
            sx={{ m: 0, pl: 2.5, gap: 0.25, listStyle: 'disc' }}
          >
            {kept.map((text) => (
              <Typography
                component="li"
                variant="body2"
                key={text}
                sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}
              >
                {text}
              </Typography>
            ))}
          </Stack>
        )}
      </Stack>
    </Paper>
  );
}

function Side({ label, rule }: Readonly<{ label: string; rule: Rule }>) {
  return (
    <Box sx={{ minWidth: 0 }}>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {label}: <RuleLink rule={rule} />
      </Typography>
      <Typography sx={{ overflowWrap: 'anywhere' }}>
        <RuleSentence rule={rule} />
      </Typography>
    </Box>
  );
}

function RuleLink({ rule: { rule_id: id, alias } }: Readonly<{ rule: Rule }>) {
  return (
    <MuiLink component={Link} to={`/rules/${id}`}>
      rule {id}
      {alias !== null && ` (${alias})`}
    </MuiLink>
  );
}

/** Rules that are named and not changed; nothing where there are none. */
export function RuleGroup({ title, rules }: Readonly<{ title: string; rules: readonly Rule[] }>) {
  return rules.length === 0 ? null : (
    <section>
      <Typography variant="h2" sx={{ mb: 1.5 }}>
        {title}
      </Typography>
      <Stack component="ul" aria-label={title} sx={{ gap: 1, listStyle: 'none', m: 0, p: 0 }}>
        {rules.map((rule) => (
          <Paper component="li" key={rule.rule_id} sx={{ px: 2, py: 1.5, overflowWrap: 'anywhere' }}>
            <RuleLink rule={rule} />: <RuleSentence rule={rule} />
          </Paper>
        ))}
      </Stack>
    </section>
  );
}
