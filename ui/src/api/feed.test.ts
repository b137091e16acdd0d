// SPDX-License-Identifier: MPL-2.0
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { Auth } from '../auth/auth';
import type { FeedMessage } from '../domain/feed';
import { readFeed } from './feed';
import { ApiProblem } from './problem';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const started = createServer(handle);
  server = started;
  await new Promise<void>((listening) => started.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

/** Somebody whose token is renewed once. */
function person(): Auth {
  const auth = {
    token: 'old',
    renew: async () => {
      auth.token = 'new';
      return true;
    },
  };
  return auth as unknown as Auth;
}

it('sends the token and the last id, renews the token, and reads events that arrive in parts', async () => {
  const asked: (string | undefined)[] = [];
  const base = await serve((request, response) => {
    const { authorization, 'last-event-id': last } = request.headers;
    asked.push(authorization);
    if (authorization !== 'Bearer new') {
      response.writeHead(401).end('{}');
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(
      `id: ${last}\nevent: open\ndata: {"newest":9,"resumed":true,"time":5}\n\nid: 8\nevent: cha`,
    );
    setTimeout(() => response.end('nge\ndata: {"kind":"rule","sc_id":2}\n\n:\n\n'), 50);
  });
  const messages: FeedMessage[] = [];
  await readFeed(base, person(), '7', new AbortController().signal, (message) => messages.push(message));
  expect(asked).toEqual(['Bearer old', 'Bearer new']);
  expect(messages).toEqual([
    { type: 'open', id: '7', resumed: true, time: 5 },
    { type: 'change', id: '8', kind: 'rule', scheduled: true },
    { type: 'alive' },
  ]);
});

it('fails where the server has no stream left', async () => {
  const base = await serve((_request, response) => response.writeHead(503).end('{"detail":"Too many"}'));
  const reading = readFeed(base, person(), null, new AbortController().signal, () => {});
  await expect(reading).rejects.toBeInstanceOf(ApiProblem);
});

it('stops when it is told to', async () => {
  const base = await serve((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('event: changed\ndata: {"kind":"pin"}\n\n');
  });
  const stop = new AbortController();
  const reading = readFeed(base, person(), null, stop.signal, () => stop.abort());
  await expect(reading).rejects.toThrow();
});
