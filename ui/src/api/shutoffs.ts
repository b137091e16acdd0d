// SPDX-License-Identifier: MPL-2.0
import { queryOptions, useMutation } from '@tanstack/react-query';
import { notify } from '../app/notices';
import { useApi } from '../app/session';
import type { ChangeOf } from '../domain/changes';
import { restingPoll } from '../domain/polling';
import { type Api, body } from './client';
import { fetchChanges, signChange, useRefresh } from './scheduledChanges';
import type { components } from './schema';

export type Shutoff = components['schemas']['Shutoff'];

/** The shutoffs that are active. */
export function shutoffs(api: Api) {
  return queryOptions({
    queryKey: ['shutoffs'],
    queryFn: async (): Promise<Shutoff[]> => body(await api.GET('/emergency_shutoff')).shutoffs,
    refetchInterval: restingPoll,
  });
}

/** What can be done about shutoffs. Lists are read again afterwards. */
export function useShutoffActions() {
  const api = useApi();
  const refresh = useRefresh();
  return {
    shutOff: useMutation({
      mutationFn: ({ reason, ...target }: { product: string; channel: string; reason: string }) =>
        api.POST('/emergency_shutoff', { body: { ...target, comment: reason === '' ? null : reason } }),
      onSuccess: (_answer, { product, channel }) => notify(`Updates of ${product} ${channel} are shut off`),
      onSettled: refresh,
    }),
    enableNow: useMutation({
      mutationFn: ({ product, channel, data_version }: Shutoff) =>
        api.DELETE('/emergency_shutoff/{product}/{channel}', {
          params: { path: { product, channel }, query: { data_version } },
        }),
      onSuccess: (_answer, { product, channel }) => notify(`Updates of ${product} ${channel} are resumed`),
      onSettled: refresh,
    }),
    enableAt: useMutation({
      // The role is what the viewer signs off as by scheduling it; null for none.
      mutationFn: async ({
        shutoff,
        when,
        role,
      }: {
        shutoff: Shutoff;
        when: number;
        role: string | null;
      }) => {
        const { product, channel, data_version } = shutoff;
        const { sc_id: id } = body(
          await api.POST('/scheduled_changes/emergency_shutoff', {
            body: { change_type: 'delete', product, channel, data_version, when },
          }),
        );
        const change = (await fetchChanges(api, 'shutoff')).find((one) => one.id === id);
        if (role !== null && change !== undefined && Object.keys(change.signoffs).length === 0) {
          await signChange(api, change, role);
        }
      },
      onSettled: refresh,
    }),
    reschedule: useMutation({
      mutationFn: ({ change, when }: { change: ChangeOf<'shutoff'>; when: number }) =>
        api.POST('/scheduled_changes/emergency_shutoff/{sc_id}', {
          params: { path: { sc_id: change.id } },
          body: { sc_data_version: change.version, when },
        }),
      onSettled: refresh,
    }),
  };
}
