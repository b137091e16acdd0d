// SPDX-License-Identifier: MPL-2.0
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { notify } from '../app/notices';
import { useAccount, useApi } from '../app/session';
import type { ChangeOf } from '../domain/changes';
import { may, type PermissionOptions } from '../domain/permissions';
import { type PermissionName, type Role, roles, type User } from '../domain/users';
import { type Api, body } from './client';
import { ApiProblem } from './problem';
import { permissionSignoffs, productSignoffs } from './requiredSignoffs';
import { useRefresh } from './scheduledChanges';
import type { components } from './schema';

type Permissions = components['schemas']['Permissions'];

/** All users, by name. Only those who may view permissions can see it. */
export function users(api: Api) {
  return queryOptions({
    queryKey: ['users'],
    queryFn: async (): Promise<User[]> =>
      Object.entries(body(await api.GET('/users')))
        .map(([name, user]) => ({
          name,
          permissions: permissions(user.permissions),
          roles: user.roles.map(({ role, data_version: version }) => ({ role, version })),
        }))
        .sort((a, b) => a.name.localeCompare(b.name)),
  });
}

/** One user; one without any permission is nobody yet, and has nothing. */
export function user(api: Api, name: string) {
  return queryOptions({
    queryKey: ['users', name],
    queryFn: async (): Promise<User> => {
      try {
        const found = body(await api.GET('/users/{username}', { params: { path: { username: name } } }));
        return {
          name,
          permissions: permissions(found.permissions),
          roles: Object.entries(found.roles)
            .map(([role, { data_version: version }]) => ({ role, version }))
            .sort((a, b) => a.role.localeCompare(b.role)),
        };
      } catch (problem) {
        if (problem instanceof ApiProblem && problem.status === 404) {
          return { name, permissions: [], roles: [] };
        }
        throw problem;
      }
    },
  });
}

const NOTHING: readonly never[] = [];

/** All roles that somebody has or something requires. */
export function useRoles(): Readonly<{
  roles: Role[];
  /** Whether it is known who has them: not everybody may see users. */
  known: boolean;
}> {
  const api = useApi();
  const enabled = may(useAccount(), 'permission', 'view').allowed;
  const { data: people } = useQuery({ ...users(api), enabled });
  const { data: ofProducts = NOTHING } = useQuery(productSignoffs(api));
  const { data: ofPermissions = NOTHING } = useQuery(permissionSignoffs(api));
  return {
    roles: useMemo(
      () => roles(people ?? NOTHING, [...ofProducts, ...ofPermissions]),
      [people, ofProducts, ofPermissions],
    ),
    known: people !== undefined,
  };
}

function permissions(rows: Permissions): User['permissions'] {
  return Object.entries(rows)
    .map(([name, { options, data_version: version }]) => ({ name, options, version }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** A permission as it shall be. */
export type PermissionInput = Readonly<{
  username: string;
  permission: PermissionName;
  options: PermissionOptions;
  /** The version that it was changed from; null for a new one. */
  version: number | null;
}>;

/** What can be done about users. Lists are read again afterwards. */
export function useUserActions(name: string) {
  const api = useApi();
  const onSettled = useRefresh();
  return {
    save: useMutation({
      mutationFn: ({ username, permission, options, version }: PermissionInput) =>
        api.PUT('/users/{username}/permissions/{permission}', {
          params: { path: { username, permission } },
          body: { options: text(options), ...(version === null ? {} : { data_version: version }) },
        }),
      onSettled,
    }),
    remove: useMutation({
      mutationFn: ({ permission, version }: { permission: PermissionName; version: number }) =>
        api.DELETE('/users/{username}/permissions/{permission}', {
          params: { path: { username: name, permission }, query: { data_version: version } },
        }),
      onSuccess: (_answer, { permission }) => notify(`Permission ${permission} removed from ${name}`),
      onSettled,
    }),
    schedule: useMutation({
      mutationFn: ({ changeType, when, ...input }: PermissionInput & ScheduleInput) =>
        api.POST('/scheduled_changes/permissions', {
          body: {
            change_type: changeType,
            username: input.username,
            permission: input.permission,
            when,
            ...(changeType === 'delete' ? {} : { options: text(input.options) }),
            ...(input.version === null ? {} : { data_version: input.version }),
          },
        }),
      onSettled,
    }),
    reschedule: useMutation({
      mutationFn: ({ change, options, when }: RescheduleInput) =>
        api.POST('/scheduled_changes/permissions/{sc_id}', {
          params: { path: { sc_id: change.id } },
          body: {
            sc_data_version: change.version,
            data_version: change.row.data_version,
            when,
            ...(change.changeType === 'delete' ? {} : { options: text(options) }),
          },
        }),
      onSettled,
    }),
    grant: useMutation({
      mutationFn: (role: string) =>
        api.PUT('/users/{username}/roles/{role}', { params: { path: { username: name, role } } }),
      onSuccess: (_answer, role) => notify(`Role ${role} granted to ${name}`),
      onSettled,
    }),
    /** Schedules that a role is granted, which needs the signoffs of other people. Answers the number of the change. */
    scheduleGrant: useMutation({
      mutationFn: async ({ role, when }: { role: string; when: number }): Promise<number> =>
        body(
          await api.POST('/scheduled_changes/user_roles', {
            body: { change_type: 'insert', username: name, role, when },
          }),
        ).sc_id,
      onSettled,
    }),
    revoke: useMutation({
      mutationFn: ({ role, version }: { role: string; version: number }) =>
        api.DELETE('/users/{username}/roles/{role}', {
          params: { path: { username: name, role }, query: { data_version: version } },
        }),
      onSuccess: (_answer, { role }) => notify(`Role ${role} revoked from ${name}`),
      onSettled,
    }),
  };
}

type ScheduleInput = Readonly<{ changeType: 'insert' | 'update' | 'delete'; when: number }>;
type RescheduleInput = Readonly<{
  change: ChangeOf<'permission'>;
  options: PermissionOptions;
  when: number;
}>;

function text(options: PermissionOptions): string | null {
  return options === null ? null : JSON.stringify(options);
}
