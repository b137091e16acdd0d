// SPDX-License-Identifier: MPL-2.0
import { queryOptions } from '@tanstack/react-query';
import { type Api, body } from './client';
import type { components } from './schema';

export type Shutoff = components['schemas']['Shutoff'];

/** The shutoffs that are active. */
export function shutoffs(api: Api) {
  return queryOptions({
    queryKey: ['shutoffs'],
    queryFn: async (): Promise<Shutoff[]> => body(await api.GET('/emergency_shutoff')).shutoffs,
    refetchInterval: 30_000,
  });
}
