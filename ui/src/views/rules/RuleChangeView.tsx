// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { changeRecord } from '../../api/changeRecord';
import { rule } from '../../api/rules';
import { useChangesOf } from '../../api/scheduledChanges';
import { useApi, useIdentity } from '../../app/session';
import { Discussion } from '../../components/Discussion';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { recordOf } from '../../domain/changeRecord';
import { title } from '../../domain/changes';
import { restingPoll } from '../../domain/polling';
import type { RuleRow } from '../../domain/ruleFields';
import { ChangeRecordPage } from '../changes/ChangePage';
import { Steps } from '../changes/ChangeRecordView';
import { RuleChangeCard } from './RuleChangeCard';
import { RuleSentence } from './RuleSentence';

/** One scheduled change of a rule: what differs, when, its signoffs, and what can be done with it. */
export function RuleChangeView() {
  const { scId = '' } = useParams();
  const api = useApi();
  const listed = useChangesOf('rule');
  const isLoggedIn = useIdentity() !== null;
  const { data: recorded } = useQuery({
    ...changeRecord(api, 'rule', Number(scId)),
    enabled: isLoggedIn,
    refetchInterval: restingPoll,
  });
  const change = listed.data?.find(({ id }) => id === Number(scId));
  const id = change?.row.rule_id ?? null;
  const base = useQuery({ ...rule(api, String(id)), enabled: id !== null });
  if (change === undefined) {
    if (listed.error !== null) {
      return (
        <Page title="Scheduled change">
          <ErrorState
            title="The change could not be loaded"
            error={listed.error}
            onRetry={() => listed.refetch()}
          />
        </Page>
      );
    }
    return <ChangeRecordPage kind="rule" id={Number(scId)} change={null} isPending={listed.isPending} />;
  }
  return (
    <Page title={title(change)}>
      {base.error !== null ? (
        <ErrorState title="The rule could not be loaded" error={base.error} onRetry={() => base.refetch()} />
      ) : id !== null && base.data === undefined ? (
        <Loading />
      ) : (
        <Stack sx={{ gap: 2 }}>
          <Stack
            sx={{
              gap: 2,
              display: 'grid',
              gridTemplateColumns: { md: base.data && change.changeType === 'update' ? '1fr 1fr' : '1fr' },
            }}
          >
            {base.data !== undefined && <Says title="Now" row={base.data} />}
            {change.changeType !== 'delete' && <Says title="Afterwards" row={change.row} />}
          </Stack>
          <RuleChangeCard change={change} before={base.data ?? null} />
          <Discussion change={change} />
          {recorded !== undefined && recorded.length > 0 && <Steps steps={recordOf(recorded).steps} />}
          {id !== null && (
            <div>
              <Button component={Link} to={`/rules/${id}`}>
                Show rule {id} and its history
              </Button>
            </div>
          )}
        </Stack>
      )}
    </Page>
  );
}

function Says({ title: heading, row }: Readonly<{ title: string; row: RuleRow }>) {
  return (
    <Paper component="section" aria-label={heading} sx={{ p: 2 }}>
      <Typography variant="overline" sx={{ color: 'text.secondary', fontSize: 13 }}>
        {heading}
      </Typography>
      <Typography sx={{ overflowWrap: 'anywhere' }}>
        <RuleSentence rule={row} />
      </Typography>
    </Paper>
  );
}
