// SPDX-License-Identifier: MPL-2.0
import { serverAhead, setServerTime } from '../domain/clock';
import type { FeedMessage } from '../domain/feed';

/** Whether the page is told of changes as they are committed; while it is `off`, it only polls. */
export type LiveState = 'off' | 'connecting' | 'live' | 'reconnecting';

/** Reads the stream until it ends. */
export type Connect = (
  after: string | null,
  signal: AbortSignal,
  onMessage: (message: FeedMessage) => void,
) => Promise<void>;

/** What one tab tells the others. */
type Note =
  | Readonly<{ type: 'message'; message: FeedMessage }>
  | Readonly<{ type: 'state'; state: LiveState; last: string | null; ahead: number }>
  | Readonly<{ type: 'question' }>;

/** The part of a BroadcastChannel that is used. */
export type Channel = Pick<BroadcastChannel, 'postMessage' | 'close'> & {
  onmessage: ((event: MessageEvent) => void) | null;
};

/** The part of the Web Locks API that is used. */
export type Locks = {
  request(name: string, options: { signal: AbortSignal }, work: () => Promise<void>): Promise<unknown>;
};

/** How long the stream may be away before the page says so, in milliseconds. */
const UNNOTICED = 3_000;
const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 30_000;

/**
 * The stream of committed changes, shared by all tabs of a browser: the one that holds the lock reads it and tells the
 * others. Where that tab is closed, another one continues after the last event.
 *
 * A browser opens only six connections to a server, so each tab must not open a stream of its own.
 */
export class LiveFeed {
  readonly #connect: Connect;
  readonly #listeners = new Set<() => void>();
  readonly #stopping = new AbortController();
  readonly #channel: Channel;
  readonly #onMessage: (message: FeedMessage) => void;
  #state: LiveState = 'connecting';
  #last: string | null = null;
  #leads = false;
  #leaving: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param name tells apart the streams of several users and servers
   * @param onMessage is called in each tab
   */
  constructor(
    connect: Connect,
    name: string,
    locks: Locks,
    channel: Channel,
    onMessage: (message: FeedMessage) => void,
  ) {
    this.#connect = connect;
    this.#channel = channel;
    this.#onMessage = onMessage;
    channel.onmessage = ({ data }) => this.#hear(data as Note);
    channel.postMessage({ type: 'question' } satisfies Note);
    locks
      .request(name, { signal: this.#stopping.signal }, () => this.#lead())
      // Rejected when this feed is closed while it waits.
      .catch(() => {});
  }

  get state(): LiveState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Stops; another tab goes on. */
  close(): void {
    clearTimeout(this.#leaving);
    this.#stopping.abort();
    this.#channel.onmessage = null;
    this.#channel.close();
  }

  #hear(note: Note): void {
    switch (note.type) {
      case 'message':
        this.#take(note.message);
        break;
      case 'state':
        this.#last = note.last ?? this.#last;
        setServerTime(Date.now() + note.ahead);
        this.#become(note.state);
        break;
      case 'question':
        if (this.#leads) {
          this.#tellState();
        }
        break;
    }
  }

  #take(message: FeedMessage): void {
    if (message.type === 'open' || message.type === 'change') {
      this.#last = message.id;
    }
    if (message.type === 'open') {
      setServerTime(message.time);
    }
    this.#onMessage(message);
  }

  async #lead(): Promise<void> {
    const { signal } = this.#stopping;
    this.#leads = true;
    let delay = FIRST_DELAY;
    while (!signal.aborted) {
      let opened = false;
      try {
        await this.#connect(this.#last, signal, (message) => {
          if (signal.aborted) {
            return;
          }
          opened = true;
          this.#arrive();
          this.#take(message);
          this.#channel.postMessage({ type: 'message', message } satisfies Note);
        });
      } catch {
        // The reason does not matter: it is tried again.
      }
      if (signal.aborted) {
        return;
      }
      this.#leave();
      delay = opened ? FIRST_DELAY : Math.min(2 * delay, LONGEST_DELAY);
      // Tabs of many people do not come back all at once.
      await pause(delay * (0.5 + Math.random() / 2), signal);
    }
  }

  #arrive(): void {
    clearTimeout(this.#leaving);
    this.#leaving = undefined;
    if (this.#state !== 'live') {
      this.#become('live');
      this.#tellState();
    }
  }

  #leave(): void {
    this.#leaving ??= setTimeout(() => {
      this.#become('reconnecting');
      this.#tellState();
    }, UNNOTICED);
  }

  #tellState(): void {
    const note: Note = { type: 'state', state: this.#state, last: this.#last, ahead: serverAhead() };
    this.#channel.postMessage(note);
  }

  #become(state: LiveState): void {
    if (state !== this.#state) {
      this.#state = state;
      for (const listener of this.#listeners) {
        listener();
      }
    }
  }
}

function pause(time: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, time);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
