// SPDX-License-Identifier: MPL-2.0
import { queryOptions } from '@tanstack/react-query';
import { type Api, body } from './client';
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
