// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { permissionSignoffs } from '../../api/requiredSignoffs';
import { useUserActions } from '../../api/users';
import { useAccount, useApi } from '../../app/session';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { NeedsSignoffs } from '../../components/NeedsSignoffs';
import { WhenChoice } from '../../components/WhenChoice';
import type { ChangeOf } from '../../domain/changes';
import { may } from '../../domain/permissions';
import { type When, whenOf } from '../../domain/timing';
import { type PermissionName, permissionNeeds, type User } from '../../domain/users';

type Props = Readonly<{
  user: User;
  permission: User['permissions'][number];
  /** What is scheduled for it. */
  change: ChangeOf<'permission'> | undefined;
  onClose: () => void;
}>;

/** Asks before a permission is taken away, at once or, where others have to agree, at a time. */
export function RemovePermission({ user, permission, change, onClose }: Props) {
  const { name, options, version } = permission;
  const { remove, schedule } = useUserActions(user.name);
  const verdict = may(useAccount(), 'permission', 'delete');
  const { data: requirements } = useQuery(permissionSignoffs(useApi()));
  const [when, setWhen] = useState<When>('soon');
  const needs = permissionNeeds(requirements ?? [], [options]);
  const atOnce = Object.keys(needs).length === 0;

  function confirm() {
    const target = { permission: name as PermissionName, version };
    return atOnce
      ? remove.mutateAsync(target)
      : schedule.mutateAsync({
          ...target,
          username: user.name,
          options,
          changeType: 'delete',
          when: whenOf(when, Date.now()) ?? 0,
        });
  }

  return (
    <ConfirmDialog
      open
      title={`Remove ${name} from ${user.name}?`}
      confirm={atOnce ? 'Remove' : 'Schedule the removal'}
      dangerous
      incomplete={
        !verdict.allowed || change !== undefined || requirements === undefined || (!atOnce && when === null)
      }
      onConfirm={confirm}
      onClose={onClose}
    >
      <Stack sx={{ gap: 2 }}>
        {user.permissions.length === 1 && (
          <Typography>This is their last permission: they will have read access only.</Typography>
        )}
        {verdict.allowed ? (
          change === undefined ? (
            <NeedsSignoffs required={needs} />
          ) : (
            <Alert severity="warning">A change of this permission is scheduled. Cancel that first.</Alert>
          )
        ) : (
          <Alert severity="info">{verdict.reason}</Alert>
        )}
        {!atOnce && <WhenChoice label="Remove at" value={when} onChange={setWhen} />}
      </Stack>
    </ConfirmDialog>
  );
}
