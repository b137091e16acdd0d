// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link as RouterLink } from 'react-router';
import { ruleColumn } from '../../api/columns';
import { type IntendedChange, usePreflight } from '../../api/preflight';
import { explain } from '../../api/problem';
import { type Rule, ruleChange, useRuleActions } from '../../api/rules';
import type { ChangeOf } from '../../api/scheduledChanges';
import { useAccount, useApi } from '../../app/session';
import { GatedButton } from '../../components/GatedButton';
import { Meanwhile } from '../../components/Meanwhile';
import { useNow } from '../../components/Moment';
import { PreflightPanel } from '../../components/PreflightPanel';
import { may } from '../../domain/permissions';
import { changed, draftOf, problems, type RuleDraft, ruleOf } from '../../domain/ruleDraft';
import { FIELDS, labelOf, ruleDiff } from '../../domain/ruleFields';
import { SOON } from '../../domain/time';
import { conditionOf, type TimingDraft, timingOf } from '../../domain/timing';
import { ConditionFields } from './ConditionFields';
import { RuleFields } from './RuleFields';
import { RuleSentence } from './RuleSentence';

type Props = Readonly<{
  /** The rule that is changed, as it is now; null for one that is to be made. It may change while this is open. */
  present: Rule | null;
  /** What the form begins with. */
  start: RuleDraft;
  /** The scheduled change that is edited; null where none is. */
  change?: ChangeOf<'rule'> | null;
  onDone: () => void;
  back: string;
}>;

/** Makes a rule, changes one, or alters such a change that is scheduled. */
export function RuleForm({ present, start, change = null, onDone, back }: Props) {
  const account = useAccount();
  const api = useApi();
  const now = useNow();
  const { create, save, schedule, reschedule } = useRuleActions();
  const products = useQuery(ruleColumn(api, 'product')).data ?? [];
  const channels = useQuery(ruleColumn(api, 'channel')).data ?? [];

  const [draft, setDraft] = useState(start);
  // What this was made against: it stays when somebody else saves something.
  const [seen, setSeen] = useState(present);
  const [timing, setTiming] = useState<TimingDraft>(() =>
    change === null
      ? { kind: 'now', when: Date.now() + SOON, product: '', channel: '', uptake: '' }
      : timingOf(change.row),
  );
  const wrong = useMemo(() => problems(draft), [draft]);
  const reference = seen === null ? start : draftOf(seen);
  const touched = useMemo(() => changed(reference, draft), [reference, draft]);
  const row = ruleOf(draft);
  const sound = Object.keys(wrong).length === 0;
  const outdated = present?.data_version !== seen?.data_version;

  const changeType = change?.changeType ?? (seen === null ? 'insert' : 'update');
  const intended = useIntended(changeType, seen, draft, sound && change === null && !outdated);
  const { preflight, error } = usePreflight(intended);
  const needsSignoffs = preflight !== undefined && !preflight.at_once;
  const atOnce = change === null && !needsSignoffs;
  const kind = atOnce || timing.kind !== 'now' ? timing.kind : 'time';
  const condition = conditionOf({ ...timing, kind }, now);

  const action = changeType === 'insert' ? 'create' : 'modify';
  const verdict = may(account, 'rule', action, row.product);
  const blocked = !sound || outdated || (kind !== 'now' && condition === null);
  const failure = [create, save, schedule, reschedule].find((mutation) => mutation.error !== null)?.error;
  const busy = [create, save, schedule, reschedule].some((mutation) => mutation.isPending);

  function submit(event: React.FormEvent) {
    event.preventDefault();
    if (blocked || !verdict.allowed) {
      return;
    }
    const then = { onSuccess: onDone };
    if (change !== null) {
      condition !== null && reschedule.mutate({ change, row, condition }, then);
    } else if (condition !== null) {
      schedule.mutate({ change: ruleChange(changeType, seen, row), condition }, then);
    } else if (seen === null) {
      create.mutate(row, then);
    } else {
      save.mutate({ present: seen, row }, then);
    }
  }

  return (
    <Stack component="form" onSubmit={submit} noValidate sx={{ gap: 3 }}>
      <Paper sx={{ p: 2, position: 'sticky', top: 56, zIndex: 2 }}>
        <Typography component="div">
          <RuleSentence rule={row} />
        </Typography>
      </Paper>
      <RuleFields draft={draft} problems={wrong} changed={touched} onChange={setDraft} />
      <Paper sx={{ p: 2, display: 'flex', flexDirection: 'column', gap: 2 }}>
        <Typography variant="h2">When</Typography>
        <ConditionFields
          timing={{ ...timing, kind }}
          atOnce={atOnce}
          products={products}
          channels={channels}
          onChange={setTiming}
        />
        {outdated && present !== null && (
          <Meanwhile
            differences={ruleDiff(row, present)}
            onTake={(label) => {
              const field = FIELDS.find(({ name }) => labelOf(name) === label);
              field && setDraft({ ...draft, [field.name]: draftOf(present)[field.name] });
            }}
            onKeep={() => setSeen(present)}
          />
        )}
        <PreflightPanel preflight={preflight} error={error} />
        {change !== null && Object.keys(change.signoffs).length > 0 && (
          <Alert severity="warning">
            The signoffs of others will be gone: this is not what they agreed to.
          </Alert>
        )}
        {failure && <Alert severity="error">{explain(failure)}</Alert>}
        <Stack direction={{ xs: 'column-reverse', sm: 'row' }} sx={{ gap: 1, justifyContent: 'flex-end' }}>
          <Button component={RouterLink} to={back} color="inherit">
            Cancel
          </Button>
          <GatedButton
            verdict={verdict}
            type="submit"
            variant="contained"
            loading={busy}
            disabled={verdict.allowed && blocked}
          >
            {change !== null ? 'Save the scheduled change' : kind === 'now' ? 'Save' : 'Schedule'}
          </GatedButton>
        </Stack>
      </Paper>
    </Stack>
  );
}

function useIntended(
  changeType: 'insert' | 'update' | 'delete',
  present: Rule | null,
  draft: RuleDraft,
  ask: boolean,
): IntendedChange | null {
  return useMemo(
    () =>
      ask
        ? { kind: 'rule', change_type: changeType, row: ruleChange(changeType, present, ruleOf(draft)) }
        : null,
    [ask, changeType, present, draft],
  );
}
