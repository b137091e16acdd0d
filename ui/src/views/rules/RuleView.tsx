// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { type Rule, rule } from '../../api/rules';
import { useChangesOf } from '../../api/scheduledChanges';
import { updatePathAddress } from '../../api/updatePath';
import { useAccount, useApi } from '../../app/session';
import { ErrorState } from '../../components/ErrorState';
import { GatedButton } from '../../components/GatedButton';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { plainChannel } from '../../domain/board';
import { show } from '../../domain/diff';
import { may } from '../../domain/permissions';
import { comparisonAddress, livePair } from '../../domain/promotion';
import { FIELDS } from '../../domain/ruleFields';
import { DeletedRule } from './DeletedRule';
import { DeleteRule } from './DeleteRule';
import { RolloutPanel } from './RolloutPanel';
import { RuleChangeCard } from './RuleChangeCard';
import { RuleHistory } from './RuleHistory';
import { RuleSentence } from './RuleSentence';
import { RuleTraffic } from './RuleTraffic';

/** One rule: what it says, what is scheduled for it, and what it was. */
export function RuleView() {
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(rule(useApi(), id));
  if (data === undefined && error instanceof ApiProblem && error.status === 404) {
    return <DeletedRule id={id} />;
  }
  if (data === undefined) {
    return (
      <Page title={`Rule ${id}`}>
        {error !== null ? (
          <ErrorState title="The rule could not be loaded" error={error} onRetry={() => refetch()} />
        ) : (
          <Loading />
        )}
      </Page>
    );
  }
  return <Loaded rule={data} />;
}

function Loaded({ rule }: Readonly<{ rule: Rule }>) {
  const account = useAccount();
  const navigate = useNavigate();
  const { data: changes = [] } = useChangesOf('rule');
  const change = changes.find(({ row }) => row.rule_id === rule.rule_id);
  const verdict = may(account, 'rule', 'modify', rule.product);
  const here = `/rules/${rule.rule_id}`;
  const live = livePair(rule);
  return (
    <Page
      title={`Rule ${rule.rule_id}${rule.alias ? `, ${rule.alias}` : ''}`}
      subtitle={`Priority ${rule.priority ?? 'not set'} · version ${rule.data_version}`}
      actions={
        <>
          {rule.product && rule.channel && (
            <Button
              component={Link}
              to={updatePathAddress({
                product: rule.product,
                channel: plainChannel(rule.channel),
                buildTarget: rule.buildTarget ?? '',
              })}
            >
              Update path
            </Button>
          )}
          {live !== null && (
            <Button component={Link} to={comparisonAddress(live)}>
              Compare with {live.to}
            </Button>
          )}
          <DeleteRule rule={rule} />
          <Button component={Link} to={`${here}/duplicate`}>
            Duplicate
          </Button>
          <GatedButton verdict={verdict} variant="contained" onClick={() => navigate(`${here}/edit`)}>
            Edit
          </GatedButton>
        </>
      }
    >
      <Stack sx={{ gap: 3 }}>
        <Paper sx={{ p: { xs: 2, sm: 2.5 } }}>
          <Typography sx={{ fontSize: 17, lineHeight: 1.55, overflowWrap: 'anywhere' }}>
            <RuleSentence rule={rule} />
          </Typography>
          {rule.comment && (
            <Typography sx={{ mt: 1, color: 'text.secondary', overflowWrap: 'anywhere' }}>
              {rule.comment}
            </Typography>
          )}
          <RuleTraffic rule={rule} />
        </Paper>
        {change !== undefined && (
          <section aria-label="Scheduled">
            <Typography variant="h2" sx={{ mb: 1.5 }}>
              Scheduled
            </Typography>
            <RuleChangeCard change={change} before={rule} />
          </section>
        )}
        {rule.mapping && <RolloutPanel rule={rule} change={change} verdict={verdict} />}
        <section aria-label="All fields">
          <Typography variant="h2" sx={{ mb: 1.5 }}>
            All fields
          </Typography>
          <AllFields rule={rule} />
        </section>
        <RuleHistory rule={rule} verdict={verdict} />
      </Stack>
    </Page>
  );
}

function AllFields({ rule }: Readonly<{ rule: Rule }>) {
  return (
    <Paper
      component="dl"
      sx={{
        display: 'grid',
        gridTemplateColumns: {
          xs: 'minmax(0, 2fr) minmax(0, 3fr)',
          md: 'repeat(2, minmax(0, 2fr) minmax(0, 3fr))',
        },
        columnGap: 2,
        rowGap: 0.75,
        m: 0,
        p: { xs: 2, sm: 2.5 },
        fontSize: 14,
        '& dt': { color: 'text.secondary' },
        '& dd': { m: 0, overflowWrap: 'anywhere' },
      }}
    >
      {FIELDS.map(({ name, label, kind }) => (
        <Fragment key={name}>
          <dt>{label}</dt>
          <dd>
            {show(kind === 'yesNo' && rule[name] !== null ? (rule[name] ? 'yes' : 'no') : rule[name]) ?? (
              <Box component="span" sx={{ color: 'text.secondary' }}>
                {name === 'comment' || name === 'alias' || name === 'fallbackMapping' ? 'none' : 'any'}
              </Box>
            )}
          </dd>
        </Fragment>
      ))}
    </Paper>
  );
}
