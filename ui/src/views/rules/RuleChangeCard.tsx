// SPDX-License-Identifier: MPL-2.0

import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Link } from 'react-router';
import { useAccount } from '../../app/session';
import { ChangeCard } from '../../components/ChangeCard';
import { DropChange } from '../../components/DropChange';
import type { ChangeOf } from '../../domain/changes';
import { may } from '../../domain/permissions';
import type { RuleRow } from '../../domain/ruleFields';

type Props = Readonly<{
  change: ChangeOf<'rule'>;
  /** What the rule says now; null for one that is to be added. */
  before: RuleRow | null;
  /** Whether what a new rule says is shown beside this already. */
  brief?: boolean;
}>;

/** What is scheduled for a rule: what differs, when, its signoffs, and what can be done with it. */
export function RuleChangeCard({ change, before, brief = false }: Props) {
  const account = useAccount();
  const verdict = may(account, 'rule', ACTIONS[change.changeType], (before ?? change.row).product);
  return (
    <ChangeCard
      change={change}
      actions={
        <>
          <Button component={Link} to={`/rules/changes/${change.id}/edit`} size="small">
            Edit this change
          </Button>
          <DropChange change={change} verdict={verdict} />
        </>
      }
    >
      {brief && change.changeType === 'insert' ? <Box sx={{ mb: 1.5 }} /> : undefined}
    </ChangeCard>
  );
}

const ACTIONS = { insert: 'create', update: 'modify', delete: 'delete' } as const;
