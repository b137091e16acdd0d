// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Rule, type RuleRevision, ruleRevisions, useRuleActions } from '../../api/rules';
import { useAccount, useApi } from '../../app/session';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { ErrorState } from '../../components/ErrorState';
import { FieldDiff } from '../../components/FieldDiff';
import { GatedButton } from '../../components/GatedButton';
import { Loading } from '../../components/Loading';
import { Moment } from '../../components/Moment';
import { may } from '../../domain/permissions';
import { ruleDiff } from '../../domain/ruleFields';
import { RuleSentence } from './RuleSentence';

/** What a rule was, and who has made it so; it can be made so again. */
export function RuleRevisions({ rule }: Readonly<{ rule: Rule }>) {
  const { data, error, refetch } = useQuery(ruleRevisions(useApi(), rule.rule_id));
  const verdict = may(useAccount(), 'rule', 'modify', rule.product);
  const { revert } = useRuleActions();
  const [chosen, setChosen] = useState<RuleRevision | null>(null);

  return (
    <Box component="section" aria-labelledby="history">
      <Typography id="history" variant="h2" sx={{ mb: 1.5 }}>
        History
      </Typography>
      {error ? (
        <ErrorState title="The history can’t be shown" error={error} onRetry={() => refetch()} />
      ) : data === undefined ? (
        <Loading rows={2} />
      ) : data.length === 0 ? (
        <Typography sx={{ color: 'text.secondary' }}>
          Nothing is known of earlier versions: the rule was there before its history was kept.
        </Typography>
      ) : (
        <Stack component="ol" sx={{ gap: 1, p: 0, m: 0, listStyle: 'none' }}>
          {data.map((revision, index) => (
            <Paper component="li" key={revision.change_id} sx={{ p: 2 }}>
              <Stack direction="row" sx={{ gap: 2, justifyContent: 'space-between', flexWrap: 'wrap' }}>
                <Typography variant="body2">
                  Version {revision.data_version}, by <strong>{revision.changed_by}</strong>,{' '}
                  <Moment at={revision.timestamp} />
                </Typography>
                {index > 0 && (
                  <GatedButton verdict={verdict} size="small" onClick={() => setChosen(revision)}>
                    Make it so again
                  </GatedButton>
                )}
              </Stack>
              <Difference revision={revision} before={data[index + 1]} />
            </Paper>
          ))}
        </Stack>
      )}
      <ConfirmDialog
        open={chosen !== null}
        title={`Make rule ${rule.rule_id} what it was in version ${chosen?.data_version}?`}
        confirm="Make it so"
        onConfirm={() => revert.mutateAsync({ id: rule.rule_id, changeId: chosen?.change_id ?? 0 })}
        onClose={() => setChosen(null)}
      >
        {chosen !== null && <FieldDiff changes={ruleDiff(rule, chosen)} />}
      </ConfirmDialog>
    </Box>
  );
}

type DifferenceProps = Readonly<{ revision: RuleRevision; before: RuleRevision | undefined }>;

function Difference({ revision, before }: DifferenceProps) {
  if (before === undefined) {
    return (
      <Typography variant="body2" component="div" sx={{ mt: 1 }}>
        <RuleSentence rule={revision} />
      </Typography>
    );
  }
  const changes = ruleDiff(before, revision);
  return (
    <Box sx={{ mt: 1 }}>
      {changes.length > 0 ? (
        <FieldDiff changes={changes} />
      ) : (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          Nothing differs from the version before.
        </Typography>
      )}
    </Box>
  );
}
