// SPDX-License-Identifier: MPL-2.0
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client';
import { noteProgress, resultOf, WITH_PROGRESS } from './progress';
import type { components } from './schema';
import type { SampleName } from './simulation';

export type ChannelComparison = components['schemas']['ChannelComparison'];
export type RulePair = components['schemas']['RulePair'];

/** The channels that are compared: the one to be like, and the one that would be changed. */
export type ChannelQuestion = Readonly<{
  product: string;
  from: string;
  to: string;
  /** Names of the settings to promote, separated by commas. */
  settings: string;
  /** The background rate with which a rollout begins; an empty string to leave it. */
  rollout: string;
}>;

/**
 * What a channel would serve if it were like another one.
 *
 * @param sample the sample whose requests are simulated; null for the server's choice
 */
export function channelComparison(api: Api, question: ChannelQuestion, sample: SampleName | null) {
  const { product, from, to, settings, rollout } = question;
  return queryOptions({
    queryKey: ['rules', 'comparison', question, sample],
    retry: false,
    // Whoever opens the page wants to know how things are now.
    staleTime: 0,
    queryFn: async ({ client, queryKey, signal }): Promise<ChannelComparison> => {
      noteProgress(client, queryKey, null);
      const { response, data } = await api.POST('/v2/compare_channels', {
        signal,
        parseAs: 'stream',
        headers: WITH_PROGRESS,
        body: {
          product,
          from,
          to,
          settings: settings.split(',') as components['schemas']['PromotableSetting'][],
          ...(rollout !== '' && { rollout: Number(rollout) }),
          ...(sample !== null && { sample }),
        },
      });
      return resultOf(response, data, (progress) => noteProgress(client, queryKey, progress));
    },
  });
}
