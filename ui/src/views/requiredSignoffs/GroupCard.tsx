// SPDX-License-Identifier: MPL-2.0
import WarningIcon from '@mui/icons-material/WarningAmberOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { Link, useNavigate } from 'react-router';
import { useAccount } from '../../app/session';
import { ChangeCard } from '../../components/ChangeCard';
import { DropChange } from '../../components/DropChange';
import { FieldDiff } from '../../components/FieldDiff';
import { GatedButton } from '../../components/GatedButton';
import { may } from '../../domain/permissions';
import {
  type Group,
  numberDiff,
  type RequirementChange,
  type Stored,
  tooFew,
} from '../../domain/requirementGroups';
import type { Role } from '../../domain/users';
import { editAddress } from './addresses';

type Props = Readonly<{
  group: Group;
  /** All roles and who has them; null where whoever looks may not know. */
  roles: readonly Role[] | null;
}>;

const ACTIONS = { insert: 'create', update: 'modify', delete: 'delete' } as const;

/** What protects one channel of a product, or the permissions for it. */
export function GroupCard({ group, roles }: Props) {
  const { product, channel, requirements, changes } = group;
  const name = channel ?? 'Permissions for this product';
  return (
    <Paper component="article" aria-label={`${product} ${channel ?? 'permissions'}`} sx={{ px: 2, py: 1.5 }}>
      <Stack
        direction="row"
        sx={{ gap: 1, justifyContent: 'space-between', alignItems: 'center', flexWrap: 'wrap' }}
      >
        <Typography variant="h3" sx={{ overflowWrap: 'anywhere' }}>
          {name}
        </Typography>
        <AddRole group={group} />
      </Stack>
      {requirements.length === 0 && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          No signoffs are required yet
        </Typography>
      )}
      {requirements.map((requirement) => (
        <Row
          key={requirement.role}
          requirement={requirement}
          holders={roles?.find((one) => one.name === requirement.role) ?? null}
        />
      ))}
      {changes.length > 0 && (
        <Stack sx={{ mt: 1.5, gap: 1.5 }}>
          {changes.map((change) => (
            <ScheduledRequirement
              key={change.id}
              change={change}
              present={requirements.find(({ role }) => role === change.row.role)}
            />
          ))}
        </Stack>
      )}
    </Paper>
  );
}

function AddRole({ group: { product, channel } }: Readonly<{ group: Group }>) {
  const navigate = useNavigate();
  const verdict = may(useAccount(), 'required_signoff', 'create', product);
  const params = new URLSearchParams({
    product,
    ...(channel === null ? { of: 'permissions' } : { channel }),
  });
  return (
    <GatedButton
      verdict={verdict}
      size="small"
      aria-label={`Add a role for ${product} ${channel ?? 'permissions'}`}
      onClick={() => navigate(`/required-signoffs/new?${params}`)}
    >
      Add a role
    </GatedButton>
  );
}

type RowProps = Readonly<{
  requirement: Stored;
  /** The role and who has it; null where nobody may know. */
  holders: Role | null;
}>;

function Row({ requirement, holders }: RowProps) {
  const account = useAccount();
  const navigate = useNavigate();
  const { product, role, signoffs_required: number } = requirement;
  const known = holders !== null && holders.holders.length > 0;
  const warning = holders === null ? null : tooFew(role, number, holders.holders.length);
  const label = `${role} for ${product} ${requirement.channel ?? 'permissions'}`;
  return (
    <Stack direction="row" sx={{ py: 0.25, gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
      <Box sx={{ flex: '1 1 200px', minWidth: 0 }}>
        <Typography>
          <strong>{number}</strong> × <strong>{role}</strong>{' '}
          {known && (
            <Box component="span" sx={{ color: 'text.secondary', fontSize: 14 }}>
              of {holders.holders.length} who {holders.holders.length === 1 ? 'has' : 'have'} the role
            </Box>
          )}
        </Typography>
        {warning !== null && (
          <Typography variant="body2" sx={{ display: 'flex', gap: 0.5, color: 'warning.main' }}>
            <WarningIcon fontSize="small" /> {warning}
          </Typography>
        )}
      </Box>
      <Stack direction="row" sx={{ gap: 1 }}>
        <GatedButton
          verdict={may(account, 'required_signoff', 'modify', product)}
          size="small"
          aria-label={`Change ${label}`}
          onClick={() => navigate(editAddress(requirement))}
        >
          Change
        </GatedButton>
        <GatedButton
          verdict={may(account, 'required_signoff', 'delete', product)}
          size="small"
          color="error"
          aria-label={`Remove ${label}`}
          onClick={() => navigate(editAddress(requirement, { remove: 'yes' }))}
        >
          Remove
        </GatedButton>
      </Stack>
    </Stack>
  );
}

type ScheduledProps = Readonly<{ change: RequirementChange; present: Stored | undefined }>;

function ScheduledRequirement({ change, present }: ScheduledProps) {
  const verdict = may(useAccount(), 'required_signoff', ACTIONS[change.changeType], change.row.product);
  return (
    <ChangeCard
      change={change}
      actions={
        <>
          {verdict.allowed && (
            <Button component={Link} to={editAddress(change.row, { change: String(change.id) })} size="small">
              Edit
            </Button>
          )}
          <DropChange change={change} verdict={verdict} />
        </>
      }
    >
      <Box sx={{ mb: 1.5 }}>
        <FieldDiff changes={numberDiff(change, present)} />
      </Box>
    </ChangeCard>
  );
}
