// SPDX-License-Identifier: MPL-2.0
import { counted } from './text';
import { clockTime } from './time';

/** What a public app says of the changes up to a moment. */
export type ServingApp = Readonly<{
  address: string;
  problem: string | null;
  serves: boolean;
  since: number | null;
  holding: boolean;
}>;

/** Whether a change is served, for people. */
export type Serving = Readonly<{
  text: string;
  /** What is the matter with each app that does not serve it. */
  problems: readonly string[];
  isEverywhere: boolean;
}>;

/** For how long after its end it is said of a change who serves it, in milliseconds: later ones may have replaced it. */
const RECENT = 86_400_000;

/** How long after a change an app may have begun to serve it; one that tells a later time was started since. */
const PROMPT = 600_000;

/** Returns whether it is worth knowing who serves a change that was applied at a moment. */
export function isRecent(applied: number, now: number): boolean {
  return now - applied < RECENT;
}

/**
 * Sums up what the public apps say, such as “Served by 3 of 3 public apps since 15:35:02”.
 *
 * @param apps not empty
 * @param applied when the change was applied
 */
export function servingOf(apps: readonly ServingApp[], applied: number): Serving {
  const serving = apps.filter(({ serves }) => serves);
  const isEverywhere = serving.length === apps.length;
  const since = Math.max(...serving.map(({ since: at }) => at ?? 0));
  const isExact = isEverywhere && since - applied < PROMPT;
  return {
    text: `Served by ${serving.length} of ${counted(apps.length, 'public app')}${isExact ? ` since ${clockTime(since)}` : ''}`,
    problems: apps.filter(({ serves }) => !serves).map(problemOf),
    isEverywhere,
  };
}

function problemOf({ address, problem, holding }: ServingApp): string {
  if (problem !== null) {
    return `${address}: ${problem}`;
  }
  return holding
    ? `${address} holds back all changes, because the audit log does not explain rows in the database`
    : `${address} still serves what was before`;
}
