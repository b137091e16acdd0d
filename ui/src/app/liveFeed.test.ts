// SPDX-License-Identifier: MPL-2.0
import { afterEach, expect, it } from 'vitest';
import type { FeedMessage } from '../domain/feed';
import { type Connect, LiveFeed, type Locks } from './liveFeed';

/** The lock manager of a browser, as far as it is used: one holder for each name, in the order of the requests. */
class QueuedLocks implements Locks {
  readonly #last = new Map<string, Promise<unknown>>();

  request(name: string, { signal }: { signal: AbortSignal }, work: () => Promise<void>): Promise<unknown> {
    const before = this.#last.get(name) ?? Promise.resolve();
    const run = before.then(() => (signal.aborted ? Promise.reject(signal.reason) : work()));
    this.#last.set(
      name,
      run.catch(() => {}),
    );
    return run;
  }
}

/** A server to which at most one tab of a browser may be connected. */
class Connections {
  readonly after: (string | null)[] = [];
  open = 0;
  most = 0;
  send: (message: FeedMessage) => void = () => {};
  end: () => void = () => {};

  readonly connect: Connect = (after, signal, onMessage) => {
    this.after.push(after);
    this.open += 1;
    this.most = Math.max(this.most, this.open);
    this.send = onMessage;
    return new Promise<void>((resolve) => {
      this.end = resolve;
      signal.addEventListener('abort', () => resolve());
    }).finally(() => {
      this.open -= 1;
    });
  };
}

const feeds: LiveFeed[] = [];
afterEach(() => {
  for (const feed of feeds.splice(0)) {
    feed.close();
  }
});

let number = 0;
function browser() {
  const name = `test ${number++}`;
  const locks = new QueuedLocks();
  const connections = new Connections();
  return {
    connections,
    tab() {
      const messages: FeedMessage[] = [];
      const channel = new BroadcastChannel(name);
      const feed = new LiveFeed(connections.connect, name, locks, channel, (message) =>
        messages.push(message),
      );
      feeds.push(feed);
      return { feed, messages };
    },
  };
}

const open = (id: string): FeedMessage => ({ type: 'open', id, resumed: true, time: Date.now() });
const change = (id: string): FeedMessage => ({ type: 'change', id, kind: 'rule', scheduled: true });

it('shares one stream among all tabs', async () => {
  const { connections, tab } = browser();
  const [one, two] = [tab(), tab()];
  await expect.poll(() => connections.open).toBe(1);
  connections.send(open('3'));
  connections.send(change('4'));
  await expect.poll(() => two.messages).toEqual(one.messages);
  expect(one.messages).toHaveLength(2);
  await expect.poll(() => [one.feed.state, two.feed.state]).toEqual(['live', 'live']);
  const late = tab();
  await expect.poll(() => late.feed.state).toBe('live');
  expect(connections.most).toBe(1);
});

it('continues in another tab after the last event when the one that read it is closed', async () => {
  const { connections, tab } = browser();
  const [one, two] = [tab(), tab()];
  await expect.poll(() => connections.open).toBe(1);
  connections.send(open('3'));
  connections.send(change('4'));
  await expect.poll(() => two.messages.length).toBe(2);
  one.feed.close();
  await expect.poll(() => connections.after).toEqual([null, '4']);
  connections.send(change('5'));
  expect(two.messages.at(-1)).toEqual(change('5'));
  expect(one.messages).toHaveLength(2);
  expect(connections.most).toBe(1);
});

it('says that it reconnects only where that takes a while', async () => {
  const { connections, tab } = browser();
  const [one, two] = [tab(), tab()];
  await expect.poll(() => connections.open).toBe(1);
  connections.send(open('3'));
  connections.end();
  await expect.poll(() => connections.after, { timeout: 3_000 }).toEqual([null, '3']);
  expect(one.feed.state).toBe('live');
  await expect
    .poll(() => [one.feed.state, two.feed.state], { timeout: 5_000 })
    .toEqual(['reconnecting', 'reconnecting']);
  connections.send(open('3'));
  await expect.poll(() => [one.feed.state, two.feed.state]).toEqual(['live', 'live']);
}, 15_000);
