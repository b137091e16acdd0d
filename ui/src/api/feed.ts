// SPDX-License-Identifier: MPL-2.0
import { createParser } from 'eventsource-parser';
import type { Auth } from '../auth/auth';
import { type FeedMessage, messageOf } from '../domain/feed';
import { problemOf } from './problem';

/** How long the stream may be silent, in milliseconds: the server sends a comment every 15 seconds. */
const SILENCE = 40_000;

/**
 * Reads the stream of committed changes until it ends. The browser's EventSource can't be used: it sends no token.
 *
 * @param after the id of the last event that was received; null to begin with new ones
 * @throws ApiProblem where the server rejects it, and any error of the network
 */
export async function readFeed(
  baseUrl: string,
  auth: Auth,
  after: string | null,
  signal: AbortSignal,
  onMessage: (message: FeedMessage) => void,
): Promise<void> {
  const silence = new AbortController();
  const either = AbortSignal.any([signal, silence.signal]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(new Error('the stream of events is silent')), SILENCE);
  };
  const parser = createParser({
    onEvent: ({ event, id, data }) => {
      const message = messageOf(event, id, data);
      if (message !== null) {
        onMessage(message);
      }
    },
    onComment: () => onMessage({ type: 'alive' }),
  });
  alive();
  try {
    let response = await request(baseUrl, auth, after, either);
    if (response.status === 401 && auth.token !== null && (await auth.renew())) {
      response = await request(baseUrl, auth, after, either);
    }
    if (!response.ok || response.body === null) {
      throw await problemOf(response);
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      alive();
      parser.feed(part.value);
    }
  } finally {
    clearTimeout(timer);
  }
}

function request(baseUrl: string, auth: Auth, after: string | null, signal: AbortSignal): Promise<Response> {
  return fetch(`${baseUrl}/v2/events`, {
    signal,
    cache: 'no-store',
    headers: {
      Accept: 'text/event-stream',
      ...(auth.token === null ? {} : { Authorization: `Bearer ${auth.token}` }),
      ...(after === null ? {} : { 'Last-Event-ID': after }),
    },
  });
}
