// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Link } from 'react-router';
import { useAccount } from '../../app/session';
import { ChangeCard } from '../../components/ChangeCard';
import { DropChange } from '../../components/DropChange';
import { FieldDiff } from '../../components/FieldDiff';
import type { ChangeOf } from '../../domain/changes';
import { may } from '../../domain/permissions';
import { permissionDiff, type User } from '../../domain/users';

const ACTIONS = { insert: 'create', update: 'modify', delete: 'delete' } as const;

type Props = Readonly<{
  change: ChangeOf<'permission'>;
  /** What they have now; undefined where they don’t have this permission. */
  present: User['permissions'][number] | undefined;
}>;

/** A scheduled change of a permission. */
export function PermissionChangeCard({ change, present }: Props) {
  const verdict = may(useAccount(), 'permission', ACTIONS[change.changeType]);
  const { permission, options, username } = change.row;
  const after = change.changeType === 'delete' ? undefined : options;
  return (
    <ChangeCard
      change={change}
      actions={
        <>
          {verdict.allowed && (
            <Button
              component={Link}
              to={`/users/${encodeURIComponent(username)}/changes/${change.id}`}
              size="small"
            >
              Edit
            </Button>
          )}
          <DropChange change={change} verdict={verdict} />
        </>
      }
    >
      <Box sx={{ mb: 1.5 }}>
        <FieldDiff changes={permissionDiff(permission, present?.options, after)} />
      </Box>
    </ChangeCard>
  );
}
