// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { Link } from 'react-router';
import type { ChangeOf } from '../../api/scheduledChanges';
import { useAccount } from '../../app/session';
import { ChangeCard } from '../../components/ChangeCard';
import { DropChange } from '../../components/DropChange';
import { FieldDiff } from '../../components/FieldDiff';
import { may } from '../../domain/permissions';
import { type RuleRow, ruleDiff } from '../../domain/ruleFields';
import { RuleSentence } from './RuleSentence';

const ACTIONS = { insert: 'create', update: 'modify', delete: 'delete' } as const;

type Props = Readonly<{
  change: ChangeOf<'rule'>;
  /** The rule as it is; null where there is none yet. */
  before: RuleRow | null;
}>;

/** A scheduled change of a rule: what differs, who has to agree, and what can be done with it. */
export function RuleChangeCard({ change, before }: Props) {
  const { changeType, row } = change;
  const verdict = may(useAccount(), 'rule', ACTIONS[changeType], (before ?? row).product);
  return (
    <ChangeCard
      change={change}
      actions={
        <>
          {verdict.allowed && changeType !== 'delete' && (
            <Button component={Link} to={`/rules/changes/${change.id}/edit`} size="small">
              Edit
            </Button>
          )}
          <DropChange change={change} verdict={verdict} />
        </>
      }
    >
      <Box sx={{ mb: 1.5 }}>
        {changeType === 'insert' && (
          <Typography sx={{ mb: 1 }}>
            <RuleSentence rule={row} />
          </Typography>
        )}
        {changeType === 'delete' ? (
          <Typography>The rule will be gone.</Typography>
        ) : (
          <FieldDiff changes={ruleDiff(before, row)} />
        )}
      </Box>
    </ChangeCard>
  );
}
