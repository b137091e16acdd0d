// SPDX-License-Identifier: MPL-2.0
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { notify } from '../app/notices';
import { useApi } from '../app/session';
import { type Api, body } from './client';
import type { components } from './schema';

export type ChangeSet = components['schemas']['ChangeSet'];
export type ChangeSetSummary = components['schemas']['ChangeSetSummary'];

const KEY = 'changeSets';

/** All change sets, without their changes, the newest first. */
export function changeSets(api: Api) {
  return queryOptions({
    queryKey: [KEY],
    queryFn: async ({ signal }): Promise<ChangeSetSummary[]> =>
      body(await api.GET('/v2/change_sets', { signal })).change_sets,
  });
}

/** A change set; an open one with its conflicts, and with the signoffs that it needs. */
export function changeSet(api: Api, id: number) {
  return queryOptions({
    queryKey: [KEY, id],
    // Its rows may have changed since.
    staleTime: 0,
    retry: false,
    queryFn: async ({ signal }): Promise<ChangeSet> =>
      body(await api.GET('/v2/change_sets/{set_id}', { signal, params: { path: { set_id: id } } })),
  });
}

/** Proposes a change set. */
export function useProposeChangeSet() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (proposal: components['schemas']['NewChangeSet']): Promise<ChangeSet> =>
      body(await api.POST('/v2/change_sets', { body: proposal })),
    onSettled: () => queries.invalidateQueries({ queryKey: [KEY] }),
  });
}

/** What can be done with a change set. What was read of it is signed or enacted, or nothing. */
export function useChangeSetActions(id: number) {
  const api = useApi();
  const queries = useQueryClient();
  const params = { path: { set_id: id } };
  const onSettled = () => queries.invalidateQueries({ queryKey: [KEY] });
  return {
    sign: useMutation({
      mutationFn: async ({ role, read: { data_version, digest } }: { role: string; read: ChangeSet }) => {
        await api.POST('/v2/change_sets/{set_id}/signoffs', { params, body: { role, data_version, digest } });
      },
      onSuccess: () => notify('Signed off'),
      onSettled,
    }),
    withdraw: useMutation({
      mutationFn: async () => {
        await api.DELETE('/v2/change_sets/{set_id}/signoffs', { params });
      },
      onSuccess: () => notify('Signoff withdrawn'),
      onSettled,
    }),
    enact: useMutation({
      mutationFn: async ({ data_version, digest }: ChangeSet) => {
        await api.POST('/v2/change_sets/{set_id}/enact', { params, body: { data_version, digest } });
      },
      onSuccess: () => notify('All changes of the set are applied'),
      onSettled: () => queries.invalidateQueries(),
    }),
    cancel: useMutation({
      mutationFn: async ({ data_version }: ChangeSet) => {
        await api.DELETE('/v2/change_sets/{set_id}', {
          params: { ...params, query: { data_version } },
        });
      },
      onSuccess: () => notify('The change set is cancelled'),
      onSettled,
    }),
  };
}
