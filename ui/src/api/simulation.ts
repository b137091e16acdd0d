// SPDX-License-Identifier: MPL-2.0
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client';
import { noteProgress, resultOf, WITH_PROGRESS } from './progress';
import type { components } from './schema';

export type SimulationReport = components['schemas']['SimulationReport'];
export type SimulationGroup = SimulationReport['groups'][number];
export type SimulationEffect = SimulationReport['effects'][number];

/** A sample that the server has, or makes. */
export type SampleName = components['schemas']['SampleName'];

/** A scheduled change as the simulation names it. A release in parts has a name in place of a number. */
export type SimulationTarget = Readonly<{
  kind: 'rule' | 'release' | 'emergency_shutoff' | 'pin';
  sc_id?: number;
  name?: string;
}>;

/** What is simulated: a scheduled change, or a change set by its number. */
export type SimulationSubject = SimulationTarget | Readonly<{ change_set: number }>;

/**
 * What a scheduled change or a change set does to clients.
 *
 * @param subject the change, as the API names it
 * @param sample the sample whose requests are answered; null for the server's choice
 * @param version tells states of the change apart, so that an edited one is simulated again
 */
export function simulation(api: Api, subject: SimulationSubject, version: string, sample: SampleName | null) {
  return queryOptions({
    queryKey: ['simulation', subject, version, sample],
    retry: false,
    queryFn: async ({ client, queryKey, signal }): Promise<SimulationReport> => {
      noteProgress(client, queryKey, null);
      const { response, data } = await api.POST('/v2/simulate', {
        signal,
        parseAs: 'stream',
        headers: WITH_PROGRESS,
        body: {
          ...('change_set' in subject
            ? { change_sets: [subject.change_set] }
            : { scheduled_changes: [subject] }),
          ...(sample !== null && { sample }),
        },
      });
      return resultOf(response, data, (progress) => noteProgress(client, queryKey, progress));
    },
  });
}
