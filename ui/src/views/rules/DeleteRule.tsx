// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { type IntendedChange, usePreflight } from '../../api/preflight';
import { type Rule, ruleChange, useRuleActions } from '../../api/rules';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { PreflightPanel } from '../../components/PreflightPanel';
import { WhenField } from '../../components/WhenField';
import { SOON } from '../../domain/time';
import { RuleSentence } from './RuleSentence';

type Props = Readonly<{ rule: Rule; open: boolean; onClose: () => void }>;

/** Deletes a rule, at once or, where others have to agree, later. */
export function DeleteRule({ rule, open, onClose }: Props) {
  const { remove, schedule } = useRuleActions();
  const navigate = useNavigate();
  const [when, setWhen] = useState<number | null>(() => Date.now() + SOON);
  const change = useMemo(() => ruleChange('delete', rule, rule), [rule]);
  const intended = useMemo(
    (): IntendedChange | null => (open ? { kind: 'rule', change_type: 'delete', row: change } : null),
    [open, change],
  );
  const { preflight, error } = usePreflight(intended);
  const later = preflight !== undefined && !preflight.at_once && preflight.refused === null;

  async function confirm() {
    if (later && when !== null) {
      await schedule.mutateAsync({ change, condition: { when } });
    } else {
      await remove.mutateAsync(rule);
      navigate('/rules');
    }
  }

  return (
    <ConfirmDialog
      open={open}
      title={`Delete rule ${rule.rule_id}?`}
      confirm={later ? 'Schedule the deletion' : 'Delete'}
      dangerous
      incomplete={
        (preflight === undefined && !error) ||
        (preflight?.refused ?? null) !== null ||
        (later && when === null)
      }
      onConfirm={confirm}
      onClose={onClose}
    >
      <Stack sx={{ gap: 2 }}>
        <Typography component="div">
          <RuleSentence rule={rule} />
        </Typography>
        <Typography sx={{ color: 'text.secondary' }}>
          Clients that this rule is for will get what the rule with the next priority says.
        </Typography>
        <PreflightPanel preflight={preflight} error={error} />
        {later && (
          <Box>
            <WhenField label="Delete it" required future value={when} onChange={setWhen} />
          </Box>
        )}
      </Stack>
    </ConfirmDialog>
  );
}
