// SPDX-License-Identifier: MPL-2.0
import type { PathClient, PathEdge, PathEnd, PathNode, UpdatePath } from '../api/updatePath';
import { counted } from './text';

/** Updates between the same two nodes, drawn as one line. */
export type PathLink = Readonly<{
  from: number;
  to: number;
  loop: boolean;
  parts: readonly PathEdge[];
}>;

/** Where a node stands: its step from the oldest to the newest version, and its lane beside the others. */
export type Place = Readonly<{ step: number; lane: number }>;

/** Where a line runs that passes other nodes: the lane that is free for it. */
export type Route = Readonly<{ link: PathLink; lane: number | null }>;

export type Layout = Readonly<{
  places: readonly Place[];
  routes: readonly Route[];
  steps: number;
  lanes: number;
}>;

/** Returns the lines of a graph, in the order of their edges. */
export function links({ edges }: UpdatePath): PathLink[] {
  const found = new Map<string, { from: number; to: number; loop: boolean; parts: PathEdge[] }>();
  for (const edge of edges) {
    const { from, to, loop } = edge;
    const key = `${from} ${to} ${loop}`;
    const link = found.get(key);
    if (link === undefined) {
      found.set(key, { from, to, loop, parts: [edge] });
    } else {
      link.parts.push(edge);
    }
  }
  return [...found.values()];
}

/** Places the nodes of a graph, which is mostly a chain: each after all from which clients come, the most frequent path in lane 0. */
export function layout(path: UpdatePath): Layout {
  const all = links(path);
  const forward = all.filter(({ loop, from, to }) => !loop && from !== to);
  const steps = stepsOf(path.nodes.length, forward);
  const main = mainPath(path.nodes.length, forward);
  const taken = new Set<string>();
  const lanes = new Array<number>(path.nodes.length).fill(0);
  for (const node of main) {
    taken.add(`${steps[node]} 0`);
  }
  const routes: Route[] = [];
  // Lines that pass the main path need a lane first, since they are the longest.
  const others = path.nodes.map((_, node) => node).filter((node) => !main.has(node));
  for (const node of others.sort((a, b) => at(steps, a) - at(steps, b) || a - b)) {
    const lane = freeLane(taken, at(steps, node), at(steps, node));
    lanes[node] = lane;
    taken.add(`${steps[node]} ${lane}`);
  }
  for (const link of all) {
    const [from, to] = [at(steps, link.from), at(steps, link.to)];
    if (to - from === 1) {
      routes.push({ link, lane: null });
      continue;
    }
    // A loop runs beside both of its ends, any other line only passes what is between them.
    const [first, last] = from < to ? [from + 1, to - 1] : [to, from];
    const lane = freeLane(taken, first, last);
    for (let step = first; step <= last; step++) {
      taken.add(`${step} ${lane}`);
    }
    routes.push({ link, lane });
  }
  const used = [...lanes, ...routes.flatMap(({ lane }) => lane ?? [])];
  return {
    places: lanes.map((lane, node) => ({ step: at(steps, node), lane })),
    routes,
    steps: Math.max(0, ...steps) + 1,
    lanes: Math.max(0, ...used) + 1,
  };
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 0;
}

function freeLane(taken: ReadonlySet<string>, first: number, last: number): number {
  for (let lane = 0; ; lane++) {
    let free = true;
    for (let step = first; step <= last; step++) {
      free &&= !taken.has(`${step} ${lane}`);
    }
    if (free) {
      return lane;
    }
  }
}

/** Returns the length of the longest way to each node; a node that no update reaches stands before its first successor. */
function stepsOf(count: number, forward: readonly PathLink[]): number[] {
  const steps = new Array<number>(count).fill(0);
  // As often as there are nodes at most, also where the graph has a cycle after all.
  for (let round = 0, changed = true; changed && round < count; round++) {
    changed = false;
    for (const { from, to } of forward) {
      if (at(steps, to) <= at(steps, from)) {
        steps[to] = at(steps, from) + 1;
        changed = true;
      }
    }
  }
  const reached = new Set(forward.map(({ to }) => to));
  for (let node = count - 1; node >= 0; node--) {
    if (reached.has(node)) {
      continue;
    }
    const next = forward.filter(({ from }) => from === node).map(({ to }) => at(steps, to));
    steps[node] =
      next.length > 0
        ? Math.max(0, Math.min(...next) - 1)
        : node + 1 < count
          ? Math.max(0, at(steps, node + 1) - 1)
          : Math.max(0, ...steps.slice(0, node));
  }
  return steps;
}

/** Returns the nodes on the way that most clients take to the newest version. */
function mainPath(count: number, forward: readonly PathLink[]): Set<number> {
  const reached = forward.map(({ to }) => to);
  let node = reached.length > 0 ? Math.max(...reached) : count - 1;
  const main = new Set<number>();
  while (node >= 0 && !main.has(node)) {
    main.add(node);
    let best: PathLink | undefined;
    for (const link of forward) {
      // The nearest of those by which as many clients come: the chain without its short cuts.
      if (link.to === node && (best === undefined || weight(link) >= weight(best))) {
        best = link;
      }
    }
    node = best?.from ?? -1;
  }
  return main;
}

function weight({ parts }: PathLink): number {
  return new Set(parts.flatMap(({ clients }) => clients)).size;
}

/** Returns the versions of a node in words. */
export function versionText({ range, version, release }: PathNode): string {
  const { low, high, low_included: hasLow, high_included: hasHigh } = range;
  if (low !== null && low === high) {
    return low;
  }
  if (low === null && high === null) {
    return 'All versions';
  }
  if (low === null) {
    return hasHigh ? `${high} and older` : `Older than ${high}`;
  }
  if (high === null) {
    return hasLow ? `${low} and newer` : `Newer than ${low}`;
  }
  if (release !== null && hasLow && low === version) {
    return `${low} to below ${high}`;
  }
  return `${hasLow ? low : `Above ${low}`} to ${hasHigh ? high : `below ${high}`}`;
}

const ENDS: Readonly<Record<PathEnd['kind'], string>> = {
  newest: 'Newest',
  dead_end: 'Dead end',
  held_back: 'Held back',
  rollout: 'Rollout',
  nothing_offered: 'Nothing is offered',
  shut_off: 'Shut off',
  unsupported: 'Unsupported',
  unversioned: 'Offer without a version',
  loop: 'Loop',
  step_limit: 'Not followed further',
  error: 'Error',
};

/** Returns how the path of clients ends, in two words or so. */
export function endText({ kind }: Pick<PathEnd, 'kind'>): string {
  return ENDS[kind];
}

/** Returns whether an end is a mistake in all likelihood. */
export function isBad({ kind }: Pick<PathEnd, 'kind'>): boolean {
  return kind === 'dead_end' || kind === 'loop' || kind === 'error';
}

/** Returns whether updates end badly at a node: for clients that are updated to it, or for all that are there. */
export function isStuck(path: UpdatePath, node: number): boolean {
  const stuck = new Set((path.nodes[node]?.ends ?? []).filter(isBad).flatMap(({ clients }) => clients));
  return (
    stuck.size > 0 &&
    (present(path, node).every((client) => stuck.has(client)) ||
      path.edges.some(({ to, clients }) => to === node && clients.some((client) => stuck.has(client))))
  );
}

/** Returns why the path of clients ends, in a sentence. */
export function reasonText({ kind, reason, rule, release, rollout }: PathEnd): string {
  const by = rule === null ? '' : `Rule ${rule} `;
  if (kind === 'loop') {
    return `${by}offers ${release ?? 'a build'}, which is not newer.`;
  }
  if (kind === 'unsupported') {
    return `${by}tells them that their system is no longer supported.`;
  }
  if (kind === 'unversioned') {
    return `${by}offers ${release ?? 'something'}, which has no version.`;
  }
  if (kind === 'step_limit') {
    return 'More updates follow.';
  }
  if (kind === 'rollout') {
    return rollout === 'out'
      ? `${by}offers more to those that its background rate includes.`
      : `${by}offers nothing to those that its background rate leaves out.`;
  }
  switch (reason) {
    case 'no_rule_applies':
      return 'No rule matches them.';
    case 'not_newer':
      return `${by}matches them, and has nothing newer.`;
    case 'no_build':
      return `${by}matches them, but its release has no build for their platform or locale.`;
    case 'no_mapping':
      return `${by}matches them, and offers no update.`;
    case 'no_such_release':
    case 'incomplete_superblob':
      return `${by}maps to ${release ?? 'a release'}, which is missing or can’t be read.`;
    case 'no_file':
    case 'withheld':
      return `${by}maps to ${release ?? 'a release'}, of which they get no file.`;
    case 'shut_off':
      return 'Updates are shut off.';
    default:
      return rule === null ? `The response is an error (${reason}).` : `${by}causes an error (${reason}).`;
  }
}

const TARGETS = [
  [/^WINNT_x86_64/, 'Windows 64-bit'],
  [/^WINNT_aarch64/, 'Windows ARM'],
  [/^WINNT/, 'Windows 32-bit'],
  [/^Darwin_aarch64/, 'macOS ARM'],
  [/^Darwin/, 'macOS'],
  [/^Linux_x86_64/, 'Linux 64-bit'],
  [/^Linux_aarch64/, 'Linux ARM'],
  [/^Linux/, 'Linux 32-bit'],
] as const;

/** Returns a build target as people say it. */
export function targetText(buildTarget: string): string {
  return TARGETS.find(([pattern]) => pattern.test(buildTarget))?.[1] ?? buildTarget;
}

const WINDOWS: Readonly<Record<string, string>> = {
  '5.1': 'Windows XP',
  '5.2': 'Windows XP 64-bit',
  '6.0': 'Windows Vista',
  '6.1': 'Windows 7',
  '6.2': 'Windows 8',
  '6.3': 'Windows 8.1',
};

function systemText(osVersion: string): string {
  const version = /^Windows(?:_NT)? (\d+\.\d+)/.exec(osVersion)?.[1] ?? '';
  return WINDOWS[version] ?? osVersion;
}

/** Properties in which clients may differ, beside their build target. */
const DETAILS = [
  ['locale', 'locale'],
  ['distribution', 'distribution'],
  ['distVersion', 'distribution version'],
  ['memory', 'memory'],
  ['instructionSet', 'instruction set'],
  ['headerArchitecture', 'architecture'],
  ['mig64', '64-bit migration opt-in'],
  ['jaws', 'incompatible JAWS'],
] as const satisfies readonly (readonly [keyof PathClient, string])[];

/** Returns a client in words: its system, and in what it differs from the common client of that system. */
export function clientText(clients: readonly PathClient[], index: number): string {
  const client = clients[index] ?? {};
  const common = clients.find(({ buildTarget }) => buildTarget === client.buildTarget) ?? client;
  const target = targetText(client.buildTarget ?? '');
  const system =
    client.osVersion === common.osVersion || client.osVersion === undefined
      ? target
      : withBits(systemText(client.osVersion), target);
  const details = DETAILS.flatMap(([name, label]) =>
    client[name] === common[name] || client[name] === undefined ? [] : `${label} ${client[name]}`,
  );
  return [system, ...details].join(', ');
}

function withBits(system: string, target: string): string {
  const bits = /(\d+-bit|ARM)$/.exec(target)?.[1];
  return bits === undefined || system.endsWith(bits) ? system : `${system} ${bits}`;
}

/** So many kinds of clients are named before the others are counted. */
const NAMED = 3;

/**
 * Returns which of the clients at a node are meant; an empty string where all of them are.
 *
 * @param some indices of those that are meant
 * @param present indices of all that are there
 */
export function clientsText(
  clients: readonly PathClient[],
  some: readonly number[],
  present: readonly number[],
): string {
  const missing = present.filter((index) => !some.includes(index));
  if (missing.length === 0) {
    return '';
  }
  const named = families(names(clients, some), names(clients, present));
  const others = families(names(clients, missing), names(clients, present));
  return others.length < named.length && others.length <= NAMED
    ? `all but ${others.join('; ')}`
    : listed(named);
}

function names(clients: readonly PathClient[], some: readonly number[]): string[] {
  return [...new Set(some.map((index) => clientText(clients, index)))];
}

function listed(all: readonly string[]): string {
  const shown = all.length > NAMED + 1 ? all.slice(0, NAMED) : all;
  return [...shown, ...(shown.length < all.length ? [`${all.length - shown.length} more`] : [])].join('; ');
}

/** Unites “Windows 64-bit” and “Windows 32-bit” to “Windows” where these are all of that system. */
function families(some: readonly string[], all: readonly string[]): string[] {
  const united = some.map((text) => {
    const family = familyOf(text);
    const members = all.filter((other) => familyOf(other) === family);
    return members.length > 1 && members.every((member) => some.includes(member)) ? family : text;
  });
  return [...new Set(united)];
}

function familyOf(text: string): string {
  return text.replace(/ (\d+-bit|ARM)(?=,|$)/, '');
}

/** Returns the clients that are at a node: those that go on, and those that get no further. */
export function present(path: UpdatePath, node: number): number[] {
  const going = path.edges.filter(({ from }) => from === node).flatMap(({ clients }) => clients);
  const ending = (path.nodes[node]?.ends ?? []).flatMap(({ clients }) => clients);
  return [...new Set([...going, ...ending])].sort((a, b) => a - b);
}

/** Returns on which side of a background rate an update is offered; an empty string where none decides. */
export function rolloutText({ rollout, background_rate: rate }: PathEdge): string {
  return rollout === null ? '' : `${rollout === 'in' ? rate : 100 - rate}\u00a0%`;
}

/** Returns the summary of a graph in one sentence. */
export function summary(path: UpdatePath): string {
  const { nodes, newest } = path;
  const watersheds = nodes.filter(({ watershed }) => watershed).length;
  const bad = nodes.flatMap(({ ends }) => ends.filter(isBad));
  const loops = bad.filter(({ kind }) => kind === 'loop').length;
  const deadEnds = bad.filter(({ kind }) => kind === 'dead_end').length;
  return [
    newest === null ? 'No updates are offered' : `Newest version ${newest}`,
    ...[
      { count: watersheds, what: 'watershed' },
      { count: deadEnds, what: 'dead end' },
      { count: loops, what: 'loop' },
    ].flatMap(({ count, what }) => (count === 0 ? [] : [counted(count, what)])),
  ].join(', ');
}
