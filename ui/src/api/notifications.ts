// SPDX-License-Identifier: MPL-2.0
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../app/session';
import { restingPoll } from '../domain/polling';
import { type Api, body } from './client';
import type { components } from './schema';

export type Notifications = components['schemas']['Notifications'];
export type Destination = Notifications['destinations'][number];

/** The destinations of notifications, and their state. */
export function notifications(api: Api) {
  return queryOptions({
    queryKey: ['notifications'],
    queryFn: async (): Promise<Notifications> => body(await api.GET('/v2/notifications')),
    refetchInterval: restingPoll,
  });
}

/** Sends a test notification to a destination. */
export function useTestNotification(destination: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () =>
      body(await api.POST('/v2/notifications/{destination}/test', { params: { path: { destination } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['notifications'] }),
  });
}
