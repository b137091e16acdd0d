// SPDX-License-Identifier: MPL-2.0
import { queryOptions } from '@tanstack/react-query';
import { type Api, body } from './client';
import type { components } from './schema';

export type Explanation = components['schemas']['Explanation'];
export type ExplainedOutcome = components['schemas']['ExplainedOutcome'];
export type ExplainedCandidate = components['schemas']['ExplainedCandidate'];

/**
 * What the public app answers to a client, and why.
 *
 * @param url what the client asks for; nothing is asked while it is empty
 * @param scheduled whether rules count as they will be when all that is scheduled for them is done
 */
export function explanation(api: Api, url: string, scheduled: boolean) {
  return queryOptions({
    queryKey: ['explain', url, scheduled],
    enabled: url !== '',
    queryFn: async (): Promise<Explanation> =>
      body(await api.POST('/v2/explain', { body: { url, scheduled_changes: scheduled } })),
  });
}
