// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useRuleActions, useRuleScheduling } from '../../api/ruleActions';
import { type Rule, useRuleRevisions } from '../../api/rules';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { GatedButton } from '../../components/GatedButton';
import { Help } from '../../components/Help';
import { PreflightPanel } from '../../components/PreflightPanel';
import { RateBar } from '../../components/RateBar';
import type { ChangeOf } from '../../domain/changes';
import type { Verdict } from '../../domain/permissions';
import { rateHistory, STEPS, stepText } from '../../domain/rollout';
import { onlyFields } from '../../domain/ruleFields';
import { conditions, timing } from '../../domain/timing';
import { RateStrip } from './RateStrip';
import { intendedUpdate, useRuleSignoffs } from './useRuleSignoffs';

type Props = Readonly<{
  rule: Rule;
  /** What is scheduled for the rule. */
  change: ChangeOf<'rule'> | undefined;
  verdict: Verdict;
}>;

/** The rollout of a rule: its background rate now and over time, and buttons for its next step. */
export function RolloutPanel({ rule, change, verdict }: Props) {
  const { data } = useRuleRevisions(rule.rule_id);
  const [asked, setAsked] = useState<number | null>(null);
  const [shown, setShown] = useState(0);
  const rate = rule.backgroundRate ?? 0;
  const revisions = data?.pages.flatMap((page) => page.rules) ?? [];
  const gate: Verdict =
    change === undefined
      ? verdict
      : { allowed: false, reason: `Change ${change.id} of this rule is scheduled. Edit or cancel it first.` };

  function ask(step: number) {
    setShown(step);
    setAsked(step);
  }

  return (
    <Paper component="section" aria-labelledby="rollout" sx={{ p: { xs: 2, sm: 2.5 } }}>
      <Typography id="rollout" variant="h2" sx={{ mb: 1.5 }}>
        Rollout
        <Help term="backgroundRate" />
      </Typography>
      <Stack direction="row" sx={{ gap: 3, flexWrap: 'wrap', alignItems: 'center' }}>
        <Box sx={{ flex: '0 1 240px', minWidth: 180 }}>
          <RateBar rate={rate} label="Background rate" />
        </Box>
        <Stack
          direction="row"
          role="group"
          aria-label="Set the background rate"
          sx={{ gap: 1, flexWrap: 'wrap' }}
        >
          {STEPS.map((step) => (
            <GatedButton
              key={step}
              verdict={gate}
              size="small"
              variant="outlined"
              color={step === 0 ? 'error' : 'primary'}
              disabled={step === rate}
              onClick={() => ask(step)}
            >
              {stepText(step)}
            </GatedButton>
          ))}
        </Stack>
      </Stack>
      <RateStrip
        points={rateHistory(revisions)}
        next={
          change?.changeType === 'update' && change.when !== null && change.row.backgroundRate !== rate
            ? { at: change.when, rate: change.row.backgroundRate ?? 0 }
            : null
        }
      />
      <Review rule={rule} step={shown} open={asked !== null} onClose={() => setAsked(null)} />
    </Paper>
  );
}

type ReviewProps = Readonly<{ rule: Rule; step: number; open: boolean; onClose: () => void }>;

/** Says in one line what a step does, and what it takes; then applies or schedules it. */
function Review({ rule, step, open, onClose }: ReviewProps) {
  const navigate = useNavigate();
  const { update } = useRuleActions();
  const { scheduleUpdate } = useRuleScheduling();
  const row = { ...onlyFields(rule), backgroundRate: step };
  const { required, preflight, error } = useRuleSignoffs(open ? intendedUpdate(rule, row) : null, [
    rule,
    row,
  ]);
  const needsSignoffs = Object.keys(required).length > 0;
  const audience = `${rule.product ?? 'all products'} ${rule.channel ?? 'all channels'}`;

  async function confirm() {
    const { rule_id: id, data_version: version } = rule;
    if (needsSignoffs) {
      const waits = conditions(timing('soon'), Date.now());
      navigate(`/rules/changes/${await scheduleUpdate.mutateAsync({ id, version, row, conditions: waits })}`);
    } else {
      await update.mutateAsync({ id, version, fields: { backgroundRate: step }, before: rule });
    }
  }

  return (
    <ConfirmDialog
      open={open}
      title={step === 0 ? 'Halt this rollout?' : `Roll out to ${step} %?`}
      confirm={needsSignoffs ? 'Schedule' : 'Apply now'}
      dangerous={step === 0}
      incomplete={preflight !== undefined && preflight.refused !== null}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Stack sx={{ gap: 2 }}>
        <Typography sx={{ overflowWrap: 'anywhere' }}>
          Rule {rule.rule_id} · {audience}: background rate {rule.backgroundRate ?? 0} % →{' '}
          <strong>{step} %</strong>
        </Typography>
        {step === 0 && (
          <Typography sx={{ color: 'text.secondary' }}>
            Background checks get {rule.fallbackMapping ?? 'no update'}. Users who check for updates
            themselves still get {rule.mapping ?? 'no update'}: to stop that too, use the emergency shutoff.
          </Typography>
        )}
        {step > 0 && step < 100 && rule.fallbackMapping === null && (
          <Alert severity="info" variant="outlined">
            The rule has no fallback release: other background checks get no update.
          </Alert>
        )}
        <PreflightPanel preflight={preflight} error={error} />
      </Stack>
    </ConfirmDialog>
  );
}
