// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { ApiProblem } from '../../api/problem';
import { useRuleActions, useRuleScheduling } from '../../api/ruleActions';
import type { Rule } from '../../api/rules';
import { useAccount } from '../../app/session';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { GatedButton } from '../../components/GatedButton';
import { useNow } from '../../components/Moment';
import { PreflightPanel } from '../../components/PreflightPanel';
import { may } from '../../domain/permissions';
import { conditions, possibleTiming, type Timing, timingProblem } from '../../domain/timing';
import { RuleSentence } from './RuleSentence';
import { TimingFields } from './TimingFields';
import { intendedDeletion, useRuleSignoffs } from './useRuleSignoffs';

/** Deletes a rule, after asking; where others have to sign that off it is scheduled. */
export function DeleteRule({ rule }: Readonly<{ rule: Rule }>) {
  const navigate = useNavigate();
  const now = useNow();
  const verdict = may(useAccount(), 'rule', 'delete', rule.product);
  const { remove } = useRuleActions();
  const { scheduleRemoval } = useRuleScheduling();
  const [asking, setAsking] = useState(false);
  const [chosen, setChosen] = useState<Timing | null>(null);
  const [refused, setRefused] = useState(false);
  const { required, preflight, error } = useRuleSignoffs(asking ? intendedDeletion(rule) : null, [rule]);
  const when = possibleTiming(chosen, Object.keys(required).length > 0);

  async function confirm() {
    if (when.kind !== 'now') {
      const id = await scheduleRemoval.mutateAsync({ rule, conditions: conditions(when, Date.now()) });
      navigate(`/rules/changes/${id}`);
      return;
    }
    try {
      await remove.mutateAsync(rule);
      navigate('/rules', { replace: true });
    } catch (error) {
      setRefused(error instanceof ApiProblem && error.needsSignoffs);
      throw error;
    }
  }

  return (
    <>
      <GatedButton verdict={verdict} color="error" onClick={() => setAsking(true)}>
        Delete …
      </GatedButton>
      <ConfirmDialog
        open={asking}
        title={`Delete rule ${rule.rule_id}?`}
        confirm={when.kind === 'now' ? 'Delete it' : 'Schedule the deletion'}
        dangerous
        incomplete={timingProblem(when, now) !== null}
        onConfirm={confirm}
        onClose={() => setAsking(false)}
      >
        <Stack sx={{ gap: 2 }}>
          <Typography sx={{ overflowWrap: 'anywhere' }}>
            <RuleSentence rule={rule} plain />
          </Typography>
          <Typography>Afterwards the next matching rule applies to its clients.</Typography>
          <TimingFields timing={when} required={required} atOnce onChange={setChosen} />
          <PreflightPanel preflight={preflight} error={error} />
          {refused && when.kind === 'now' && (
            <Alert severity="warning">
              This needs signoffs of others. Choose a time, and it is deleted when they have signed it off.
            </Alert>
          )}
        </Stack>
      </ConfirmDialog>
    </>
  );
}
