// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { type Rule, rule as ruleById } from '../../api/rules';
import { useChangesOf } from '../../api/scheduledChanges';
import { useAccount, useApi } from '../../app/session';
import { ErrorState } from '../../components/ErrorState';
import { GatedButton } from '../../components/GatedButton';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { show } from '../../domain/diff';
import { may } from '../../domain/permissions';
import { FIELDS } from '../../domain/ruleFields';
import { DeleteRule } from './DeleteRule';
import { RuleChangeCard } from './RuleChangeCard';
import { RuleRevisions } from './RuleRevisions';
import { RuleSentence } from './RuleSentence';

/** A rule: what it does, what is scheduled for it, and what it was. */
export function RulePage() {
  const id = Number(useParams().id);
  const account = useAccount();
  const navigate = useNavigate();
  const { data: rule, error, refetch } = useQuery(ruleById(useApi(), id));
  const change = useChangesOf('rule').data?.find(({ row }) => row.rule_id === id);
  const [deleting, setDeleting] = useState(false);

  if (error) {
    return (
      <Page title={`Rule ${id}`}>
        <ErrorState title="The rule can’t be shown" error={error} onRetry={() => refetch()} />
      </Page>
    );
  }
  if (rule === undefined) {
    return (
      <Page title={`Rule ${id}`}>
        <Loading />
      </Page>
    );
  }
  const verdict = (action: string) => may(account, 'rule', action, rule.product);
  return (
    <Page
      title={rule.alias ? `Rule ${id}: ${rule.alias}` : `Rule ${id}`}
      subtitle={rule.comment}
      actions={
        <>
          <GatedButton verdict={verdict('create')} onClick={() => navigate('duplicate')}>
            Duplicate
          </GatedButton>
          <GatedButton verdict={verdict('delete')} color="error" onClick={() => setDeleting(true)}>
            Delete
          </GatedButton>
          <GatedButton verdict={verdict('modify')} variant="contained" onClick={() => navigate('edit')}>
            Change
          </GatedButton>
        </>
      }
    >
      <Stack sx={{ gap: 3 }}>
        <Paper sx={{ p: 2.5 }}>
          <Typography component="div" sx={{ mb: 2, fontSize: '1.05rem' }}>
            <RuleSentence rule={rule} />
          </Typography>
          <Facts rule={rule} />
        </Paper>
        {change !== undefined && <RuleChangeCard change={change} before={rule} />}
        <RuleRevisions rule={rule} />
      </Stack>
      <DeleteRule rule={rule} open={deleting} onClose={() => setDeleting(false)} />
    </Page>
  );
}

function Facts({ rule }: Readonly<{ rule: Rule }>) {
  const said = FIELDS.flatMap(({ name, label }) => {
    const text = show(rule[name]);
    return text === null ? [] : [{ label, text }];
  });
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fill, minmax(200px, 1fr))',
        gap: 1.5,
        '& dt': { color: 'text.secondary', fontSize: 13 },
        '& dd': { m: 0, overflowWrap: 'anywhere' },
      }}
    >
      {[...said, { label: 'Data version', text: String(rule.data_version) }].map(({ label, text }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </Box>
  );
}
