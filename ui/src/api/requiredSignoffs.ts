// SPDX-License-Identifier: MPL-2.0
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { notify } from '../app/notices';
import { useApi } from '../app/session';
import { type Group, groups, type RequirementChange } from '../domain/requirementGroups';
import { type Api, body } from './client';
import { useChangesOf, useRefresh } from './scheduledChanges';
import type { components } from './schema';

export type ProductSignoff = components['schemas']['ProductSignoff'];
export type PermissionSignoff = components['schemas']['PermissionSignoff'];

/** Whose signoffs changes of rules, releases and shutoffs require. */
export function productSignoffs(api: Api) {
  return queryOptions({
    queryKey: ['requiredSignoffs', 'product'],
    queryFn: async (): Promise<ProductSignoff[]> =>
      body(await api.GET('/required_signoffs/product')).required_signoffs,
  });
}

/** Whose signoffs changes of permissions require. */
export function permissionSignoffs(api: Api) {
  return queryOptions({
    queryKey: ['requiredSignoffs', 'permission'],
    queryFn: async (): Promise<PermissionSignoff[]> =>
      body(await api.GET('/required_signoffs/permissions')).required_signoffs,
  });
}

/** Everything that is required, with what is scheduled about it. */
export function useRequirementGroups() {
  const api = useApi();
  const ofProducts = useQuery(productSignoffs(api));
  const ofPermissions = useQuery(permissionSignoffs(api));
  const productChanges = useChangesOf('productSignoff');
  const permissionChanges = useChangesOf('permissionSignoff');
  const queries = [ofProducts, ofPermissions, productChanges, permissionChanges];
  return {
    groups: useMemo(
      (): Group[] =>
        groups(
          [...(ofProducts.data ?? []), ...(ofPermissions.data ?? [])],
          [...(productChanges.data ?? []), ...(permissionChanges.data ?? [])],
        ),
      [ofProducts.data, ofPermissions.data, productChanges.data, permissionChanges.data],
    ),
    isPending: queries.some(({ isPending }) => isPending),
    error: queries.find(({ error }) => error !== null)?.error ?? null,
    retry: () => Promise.all(queries.map(({ refetch }) => refetch())),
  };
}

/** Signoffs that are to be required; without a channel, for permissions. */
export type RequirementInput = Readonly<{
  product: string;
  channel: string | null;
  role: string;
  number: number;
}>;

type ScheduleInput = RequirementInput &
  Readonly<{ changeType: 'insert' | 'update' | 'delete'; version: number | null; when: number }>;

/** What can be done about required signoffs. Lists are read again afterwards. */
export function useRequirementActions() {
  const api = useApi();
  const onSettled = useRefresh();
  return {
    create: useMutation({
      mutationFn: async ({ product, channel, role, number }: RequirementInput): Promise<void> => {
        const values = { product, role, signoffs_required: number };
        if (channel === null) {
          await api.POST('/required_signoffs/permissions', { body: values });
        } else {
          await api.POST('/required_signoffs/product', { body: { ...values, channel } });
        }
      },
      onSuccess: (_answer, { role, product, channel }) => notify(`Saved: ${named(role, product, channel)}`),
      onSettled,
    }),
    schedule: useMutation({
      mutationFn: async (input: ScheduleInput): Promise<void> => {
        const { product, channel, role, number, changeType, version, when } = input;
        const values = {
          change_type: changeType,
          product,
          role,
          when,
          ...(changeType === 'delete' ? {} : { signoffs_required: number }),
          ...(version === null ? {} : { data_version: version }),
        };
        if (channel === null) {
          await api.POST('/scheduled_changes/required_signoffs/permissions', { body: values });
        } else {
          await api.POST('/scheduled_changes/required_signoffs/product', { body: { ...values, channel } });
        }
      },
      onSuccess: (_answer, { role, product, channel }) =>
        notify(`Scheduled: ${named(role, product, channel)}`),
      onSettled,
    }),
    reschedule: useMutation({
      mutationFn: async (input: { change: RequirementChange; number: number; when: number }) => {
        const { change, number, when } = input;
        const options = {
          params: { path: { sc_id: change.id } },
          body: {
            sc_data_version: change.version,
            data_version: change.row.data_version,
            when,
            ...(change.changeType === 'delete' ? {} : { signoffs_required: number }),
          },
        };
        if (change.kind === 'permissionSignoff') {
          await api.POST('/scheduled_changes/required_signoffs/permissions/{sc_id}', options);
        } else {
          await api.POST('/scheduled_changes/required_signoffs/product/{sc_id}', options);
        }
      },
      onSettled,
    }),
  };
}

function named(role: string, product: string, channel: string | null): string {
  return `required signoffs of ${role} for ${channel === null ? `permissions of ${product}` : `${product} ${channel}`}`;
}
