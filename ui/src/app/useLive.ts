// SPDX-License-Identifier: MPL-2.0
import { type Query, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { readFeed } from '../api/feed';
import { delayOf, type FeedMessage, isStale } from '../domain/feed';
import { setLive } from '../domain/polling';
import { LiveFeed, type LiveState } from './liveFeed';
import { useAuth, useConfig, useIdentity, useRestoring } from './session';

let feed: LiveFeed | null = null;
const listeners = new Set<() => void>();

/** Returns whether the page is told of changes as they are committed. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(subscribe, liveState);
}

function liveState(): LiveState {
  return feed === null ? 'off' : feed.state;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  setLive(liveState() === 'live');
  for (const listener of listeners) {
    listener();
  }
}

/** Has every view read again what was changed, as soon as the change is committed. */
export function useLive(): void {
  const { api } = useConfig();
  const auth = useAuth();
  const person = useIdentity()?.email ?? null;
  const restoring = useRestoring();
  const queries = useQueryClient();

  useEffect(() => {
    // Without HTTPS, browsers have no locks: then lists are only polled.
    if (restoring || navigator.locks === undefined || globalThis.BroadcastChannel === undefined) {
      return;
    }
    const name = `balrog events ${api} ${person ?? ''}`;
    const refresh = new Refresh(queries);
    const opened = new LiveFeed(
      (after, signal, onMessage) => readFeed(api, auth, after, signal, onMessage),
      name,
      navigator.locks,
      new BroadcastChannel(name),
      (message) => refresh.take(message),
    );
    const unsubscribe = opened.subscribe(tell);
    feed = opened;
    tell();
    return () => {
      unsubscribe();
      refresh.close();
      opened.close();
      feed = null;
      tell();
    };
  }, [api, auth, person, restoring, queries]);
}

/** How long after the start of the page its lists are new, in milliseconds: not all have to be read again. */
const JUST_LOADED = 10_000;

/** Collects messages, and has the queries read again that they concern. */
export class Refresh {
  readonly #queries: QueryClient;
  readonly #created = Date.now();
  #kinds = new Set<string>();
  #all = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Number.POSITIVE_INFINITY;

  constructor(queries: QueryClient) {
    this.#queries = queries;
  }

  take(message: FeedMessage): void {
    switch (message.type) {
      case 'alive':
        return;
      case 'open':
        if (message.resumed) {
          return;
        }
        if (Date.now() - this.#created < JUST_LOADED) {
          this.#kinds.add('emergency_shutoff');
        } else {
          this.#all = true;
        }
        break;
      default:
        this.#kinds.add(message.kind);
        this.#all ||= message.kind === 'all';
    }
    const due = Date.now() + delayOf(message);
    if (due < this.#due) {
      this.#due = due;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#run(), delayOf(message));
    }
  }

  #run(): void {
    const stale = { kinds: this.#kinds, all: this.#all };
    this.#kinds = new Set();
    this.#all = false;
    this.#due = Number.POSITIVE_INFINITY;
    const predicate = ({ queryKey }: Query) => isStale(queryKey, stale);
    // A query that is loading for the first time is not started again, and may have been answered before the change.
    const loading = this.#queries
      .getQueryCache()
      .findAll({ predicate })
      .filter(({ state }) => state.fetchStatus === 'fetching' && state.data === undefined);
    for (const query of loading) {
      query.promise?.then(
        () => this.#queries.invalidateQueries({ queryKey: query.queryKey, exact: true }),
        () => {},
      );
    }
    this.#queries.invalidateQueries({ predicate });
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
