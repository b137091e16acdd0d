// SPDX-License-Identifier: MPL-2.0
import type { SampleName, SimulationReport, SimulationTarget } from '../api/simulation';
import type { ScheduledChange } from './changes';
import { counted } from './text';
import { duration } from './time';

/** Returns what to simulate for a change; null where it does not affect clients. */
export function simulationTarget(change: ScheduledChange): SimulationTarget | null {
  switch (change.kind) {
    case 'rule':
    case 'release':
    case 'pin':
      return { kind: change.kind, sc_id: change.id };
    case 'shutoff':
      return { kind: 'emergency_shutoff', sc_id: change.id };
    case 'splitRelease':
      return { kind: 'release', name: change.row.name };
    case 'permission':
    case 'userRole':
    case 'productSignoff':
    case 'permissionSignoff':
      return null;
  }
}

type Effect = SimulationReport['effects'][number]['effect'];

const EFFECTS: Record<Effect, string> = {
  fails: 'get an error',
  stops: 'no longer get an update',
  other_product: 'are offered a release of another product',
  older: 'are offered something older, or what they have',
  other_release: 'are offered another release',
  newly_offered: 'are newly offered an update',
  other_content: 'get other content of the same release',
};

/** Returns what happens to clients, as the end of a sentence that begins with how many. */
export function effectText(effect: Effect): string {
  return EFFECTS[effect];
}

/** Returns a share as a percentage with one digit; a small share is not shown as 0. */
export function shareText(share: number): string {
  return share > 0 && share < 0.0005 ? '< 0.1 %' : `${(share * 100).toFixed(1)} %`;
}

/** Returns a report in one sentence, such as “3.1 % of traffic changes: 3.1 % no longer get an update.” */
export function summary({ sample, changed, effects }: SimulationReport): string {
  const subject = sample.source === 'synthetic' ? 'the derived requests change' : 'traffic changes';
  if (effects.length === 0) {
    return `Nobody gets anything else (${sample.requests} requests simulated).`;
  }
  const each = effects.map(({ effect, share }) => `${shareText(share)} ${effectText(effect)}`).join(', ');
  return `${shareText(changed.share)} of ${subject}: ${each}.`;
}

/** Returns which requests were simulated, in one sentence. */
export function sampleText({ source, requests, traffic }: SimulationReport['sample']): string {
  if (traffic === undefined) {
    return source === 'synthetic'
      ? 'The requests are derived from rules and releases: their shares are not those of traffic.'
      : `${requests.toLocaleString('en')} given requests.`;
  }
  const { requests: all, left_out, apps, missing_apps, age_seconds } = traffic;
  const missing = missing_apps === 0 ? '' : ` Public apps without a sample: ${missing_apps}.`;
  const fetched = age_seconds < 1 ? 'just now' : `${duration(age_seconds * 1_000)} ago`;
  return (
    `Traffic of ${counted(apps, 'public app')}, fetched ${fetched}: ${all.toLocaleString('en')} requests, ` +
    `${shareText(left_out)} of them too rare to be listed.${missing}`
  );
}

/**
 * Returns the sample that a user can look at instead; null where there may be none.
 *
 * @param chosen the sample that was asked for; null for the server's choice
 */
export function otherSample(
  { source }: SimulationReport['sample'],
  chosen: SampleName | null,
): SampleName | null {
  if (source === 'traffic') {
    return 'synthetic';
  }
  return chosen === 'synthetic' ? 'traffic' : null;
}

const OUTCOMES: Readonly<Record<string, string>> = {
  shut_off: 'shut off',
  no_rule_applies: 'no rule applies',
  no_mapping: 'the rule maps to nothing',
  throttled: 'left out by the background rate',
  no_such_release: 'the release does not exist',
  incomplete_superblob: 'a part is missing',
  not_newer: 'nothing newer',
  no_file: 'no file for the client',
  withheld: 'withheld',
  bad_request: 'error 400',
  bad_rule: 'error 400 because of the rule',
  bad_release: 'error 400 because of the release',
};

/** Returns what clients of a group are answered, before or after the change. */
export function servedText({
  outcome,
  release,
  version,
}: SimulationReport['groups'][number]['before']): string {
  if (outcome === 'update') {
    return version === null ? `${release}` : `${release} (${version})`;
  }
  const reason = OUTCOMES[outcome] ?? outcome;
  return release === null ? `No update: ${reason}` : `No update: ${reason} (${release})`;
}
