// SPDX-License-Identifier: MPL-2.0

/** A message of the stream of committed changes. */
export type FeedMessage =
  | Readonly<{
      type: 'open';
      /** The id from which the stream continues. */
      id: string;
      /** Whether it continues after the last event that was received, without a gap. */
      resumed: boolean;
      /** The time of the server, in milliseconds since 1970. */
      time: number;
    }>
  | Readonly<{ type: 'change'; id: string; kind: string; scheduled: boolean }>
  /** A change by something else than the server, of which only the kind is known. */
  | Readonly<{ type: 'changed'; kind: string }>
  /** A sign of life. */
  | Readonly<{ type: 'alive' }>;

/** Returns a message from the fields of a server-sent event; null for one that is not known. */
export function messageOf(
  event: string | undefined,
  id: string | undefined,
  data: string,
): FeedMessage | null {
  const content = JSON.parse(data);
  switch (event) {
    case 'open':
      return { type: 'open', id: id ?? '', resumed: content.resumed === true, time: Number(content.time) };
    case 'change':
      return { type: 'change', id: id ?? '', kind: String(content.kind), scheduled: content.sc_id !== null };
    case 'changed':
      return { type: 'changed', kind: String(content.kind) };
    default:
      return null;
  }
}

/** What the keys of queries begin with that show a kind of entity. */
const QUERIES: Readonly<Record<string, readonly string[]>> = {
  rule: ['rules', 'lint', 'shutoffs', 'expectations'],
  release: ['releases', 'release', 'revision', 'lint', 'expectations'],
  permission: ['users', 'account'],
  user_role: ['users', 'account'],
  product_required_signoff: ['requiredSignoffs', 'releases'],
  permission_required_signoff: ['requiredSignoffs'],
  emergency_shutoff: ['shutoffs'],
  pin: ['pins', 'lint', 'expectations'],
  expectation: ['expectations'],
  change_set: ['changeSets'],
};

/** What somebody asked for once, which stays as it was answered. */
const ANSWERED = ['explain', 'simulation', 'preflight', 'outdatedSignoff'];

/** Changes to read again: the kinds of entities, or all. */
export type Stale = Readonly<{ kinds: ReadonlySet<string>; all: boolean }>;

/** Returns whether a query may have another answer since the kinds changed. */
export function isStale(queryKey: readonly unknown[], { kinds, all }: Stale): boolean {
  const first = String(queryKey[0]);
  if (ANSWERED.includes(first)) {
    return false;
  }
  // A direct change is merged into what is scheduled, which outdates comments, and every change is in the history.
  return (
    all ||
    first === 'history' ||
    first === 'scheduled' ||
    first === 'comments' ||
    [...kinds].some((kind) => (QUERIES[kind] ?? [first]).includes(first))
  );
}

/** How long messages are collected before lists are read again, in milliseconds. */
const SOON = 150;
/** The same for releases, which automation changes several times a second. */
const LATER = 5_000;

/** Returns how soon the queries have to be read again that a message concerns, in milliseconds. */
export function delayOf(message: FeedMessage): number {
  return message.type === 'change' && message.kind === 'release' && !message.scheduled ? LATER : SOON;
}
