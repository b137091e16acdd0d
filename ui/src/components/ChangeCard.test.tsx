// SPDX-License-Identifier: MPL-2.0
// @vitest-environment jsdom
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, configure, fireEvent, render, screen, within } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApi } from '../api/client';
import { useChangesOf } from '../api/scheduledChanges';
import type { Config } from '../app/config';
import { SessionProvider } from '../app/session';
import { Auth } from '../auth/auth';
import { ChangeCard } from './ChangeCard';
import { Discussion } from './Discussion';
import { SignTogether } from './SignTogether';

// The machine may be busy.
configure({ asyncUtilTimeout: 20_000 });
vi.setConfig({ testTimeout: 60_000 });

const ANN = 'ann@example.org';

type Received = Readonly<{ name: string; body: unknown }>;

/** A server that answers what it was told to, and remembers what it received. */
let server: Server;
let answers: Record<string, (body: unknown) => [status: number, document: unknown]>;
let received: Received[];
/** Answers that are written bit by bit, in place of the others. */
let streamed: Record<string, (response: ServerResponse) => void>;

beforeEach(async () => {
  received = [];
  streamed = {};
  server = createServer(async (request, response) => {
    const name = `${request.method} ${request.url}`;
    const body = await json(request);
    received.push({ name, body });
    const stream = streamed[name];
    if (stream !== undefined) {
      response.writeHead(200, { 'Content-Type': request.headers.accept?.split(',')[0] });
      stream(response);
      return;
    }
    const [status, document] = answers[name]?.(body) ?? [404, { title: 'Not Found', detail: name }];
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(document));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  cleanup();
  window.sessionStorage.clear();
  server.closeAllConnections();
  server.close();
});

async function json(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
  }
  return text === '' ? null : JSON.parse(text);
}

function rule(row: object) {
  return { rule_id: 7, product: 'Firefox', channel: 'release', mapping: 'A', backgroundRate: 25, ...row };
}

function scheduled(row: object) {
  const change = {
    sc_id: 4,
    sc_data_version: 1,
    digest: 'aa',
    scheduled_by: 'bob',
    complete: false,
    change_type: 'update',
    when: 1_000,
    telemetry_uptake: null,
    signoffs: {},
    ineffective_signoffs: [],
    unbound_signoffs: [],
    required_signoffs: { relman: 1 },
    ...rule({}),
    ...row,
  };
  return { count: 1, scheduled_changes: [change] };
}

async function show(): Promise<void> {
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config: Config = {
    api: address,
    oidc: { issuer: address, clientId: 'ui', audience: 'balrog', scope: 'openid' },
    environment: 'test',
    version: '1',
  };
  window.sessionStorage.setItem(
    `oidc.user:${address}:ui`,
    JSON.stringify({
      access_token: 'token',
      token_type: 'Bearer',
      expires_at: 99_999_999_999,
      profile: { sub: ANN, email: ANN },
    }),
  );
  const auth = new Auth(config);
  await auth.restore();
  const session = { config, auth, api: createApi(address, auth) };
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SessionProvider session={session}>
        <MemoryRouter>
          <Cards />
        </MemoryRouter>
      </SessionProvider>
    </QueryClientProvider>,
  );
}

function Cards() {
  const changes = useChangesOf('rule').data ?? [];
  return (
    <>
      <SignTogether changes={changes} />
      {changes.map((change) => (
        <div key={change.id}>
          <ChangeCard change={change} />
          <Discussion change={change} />
        </div>
      ))}
    </>
  );
}

function serve(list: () => unknown, more: typeof answers = {}): void {
  answers = {
    [`GET /users/${encodeURIComponent(ANN)}`]: () => [
      200,
      { username: ANN, permissions: {}, roles: { relman: { data_version: 1 } } },
    ],
    'GET /scheduled_changes/rules': () => [200, list()],
    'GET /rules': () => [200, { count: 1, rules: [rule({})] }],
    'GET /v2/comments': () => [200, { comments: [] }],
    ...more,
  };
}

const SIGN = 'POST /scheduled_changes/rules/4/signoffs';

async function sign(): Promise<HTMLElement> {
  await screen.findByText('Release (mapping)');
  fireEvent.click(await screen.findByRole('button', { name: 'Sign off as relman' }));
  return screen.findByRole('dialog', { name: 'Sign off as relman?' });
}

function signed(): Received[] {
  return received.filter(({ name }) => name === SIGN);
}

it('shows what is signed, asks once, and signs exactly that', async () => {
  serve(() => scheduled({ mapping: 'B', backgroundRate: 50 }), { [SIGN]: () => [200, {}] });
  await show();
  const dialog = await sign();
  expect(screen.getByText('50 %', { selector: 'ins' })).toBeTruthy();
  within(dialog).getByText('Rule 7 · Firefox release: release A → B, background rate 25 % → 50 %');
  expect(signed()).toEqual([]);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Sign off' }));
  await expect
    .poll(signed)
    .toEqual([{ name: SIGN, body: { role: 'relman', sc_data_version: 1, digest: 'aa' } }]);
});

it('signs nothing when the change was edited after it was read, and shows the difference', async () => {
  let current = scheduled({ mapping: 'B' });
  serve(() => current, {
    [SIGN]: () => [409, { status: 409, title: 'Conflict', detail: 'Outdated signoff', sc_data_version: 2 }],
  });
  await show();
  const dialog = await sign();
  current = scheduled({ mapping: 'EVIL', sc_data_version: 2, digest: 'bb' });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Sign off' }));
  const alert = await screen.findByRole('alert');
  within(alert).getByText('Nothing was signed: this was edited after you read it');
  await within(alert).findByText('The version you read, and the current one:');
  within(alert).getByText('B', { selector: 'del' });
  within(alert).getByText('EVIL', { selector: 'ins' });
  expect(signed()).toEqual([{ name: SIGN, body: { role: 'relman', sc_data_version: 1, digest: 'aa' } }]);
});

it('signs what was read even if the list is read again while the question is open', async () => {
  let current = scheduled({ mapping: 'B' });
  serve(() => current, { [SIGN]: () => [409, { status: 409, detail: 'Outdated signoff' }] });
  await show();
  const dialog = await sign();
  current = scheduled({ mapping: 'EVIL', sc_data_version: 2, digest: 'bb' });
  window.dispatchEvent(new Event('visibilitychange'));
  await screen.findByText('EVIL');
  within(dialog).getByText('Rule 7 · Firefox release: release A → B');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Sign off' }));
  await expect
    .poll(signed)
    .toEqual([{ name: SIGN, body: { role: 'relman', sc_data_version: 1, digest: 'aa' } }]);
});

it('says when only something was edited that the change reaches', async () => {
  let current = scheduled({ mapping: 'B' });
  serve(() => current, { [SIGN]: () => [409, { status: 409, detail: 'Outdated signoff' }] });
  await show();
  const dialog = await sign();
  current = scheduled({ mapping: 'B', digest: 'bb' });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Sign off' }));
  await screen.findByText(/The change itself is the same\. A release that it maps to/);
});

it('lets nobody sign what is not shown', async () => {
  serve(() => scheduled({ mapping: 'B' }), { 'GET /rules': () => [500, { title: 'broken' }] });
  await show();
  await screen.findByText(/What this changes could not be loaded/);
  const button = screen.getByRole('button', { name: 'Sign off as relman' });
  expect(button.getAttribute('aria-disabled')).toBe('true');
  fireEvent.click(button);
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('lists signoffs that do not count, with the reason, and offers their signer to sign again', async () => {
  serve(() =>
    scheduled({
      signoffs: { 'dan@example.org': 'releng' },
      unbound_signoffs: ['dan@example.org'],
      required_signoffs: { releng: 1, relman: 1 },
      ineffective_signoffs: [
        { username: ANN, role: 'relman', reason: 'stale' },
        { username: 'eve', role: 'releng', reason: 'role_revoked' },
      ],
    }),
  );
  await show();
  const list = await screen.findByRole('list', { name: 'Signoffs that do not count' });
  expect(
    within(list)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent),
  ).toEqual([
    `${ANN} (relman). Stale: the change or a release that it maps to was edited after this signoff`,
    'eve (releng). Role revoked',
  ]);
  screen.getByText('dan@example.org · bound on first sight');
  await screen.findByRole('button', { name: 'Sign off as relman' });
});

const SIMULATE = 'POST /v2/simulate';

function report(harmful: boolean) {
  const effect = {
    effect: harmful ? 'stops' : 'other_release',
    harmful,
    requests: 2,
    weight: 2,
    share: 0.031,
  };
  return {
    sample: { source: 'synthetic', requests: 64, weight: 64 },
    harmful,
    changed: { requests: 2, weight: 2, share: 0.031 },
    effects: [{ ...effect, by: {} }],
    groups: [
      {
        ...effect,
        product: 'Firefox',
        channel: 'release',
        before: { outcome: 'update', release: 'A', version: '1.0' },
        after: { outcome: 'throttled', release: null, version: null },
        examples: [{ url: '/update/6/Firefox/x y', percentage: 25 }],
      },
    ],
    omitted_groups: 3,
  };
}

it('tells on request who gets something else, with examples to explain', async () => {
  serve(() => scheduled({ mapping: 'B' }), { [SIMULATE]: () => [200, report(true)] });
  await show();
  fireEvent.click(await screen.findByRole('button', { name: 'Who gets something else?' }));
  await screen.findByText(/^3\.1 % of the derived requests change: 3\.1 % no longer get an update\.$/);
  const table = screen.getByRole('region', { name: 'Who gets something else' });
  within(table).getByText('A (1.0)');
  within(table).getByText('No update: left out by the background rate');
  expect(within(table).getByRole('link', { name: 'Example 1 (25 %)' }).getAttribute('href')).toBe(
    `/explain?url=${encodeURIComponent('/update/6/Firefox/x y')}`,
  );
  expect(received.filter(({ name }) => name === SIMULATE).map(({ body }) => body)).toEqual([
    { scheduled_changes: [{ kind: 'rule', sc_id: 4 }] },
  ]);
});

it('tells it before anybody signs, and lets them sign when it can not be found out', async () => {
  let status = 200;
  serve(() => scheduled({ mapping: 'B' }), {
    [SIGN]: () => [200, {}],
    [SIMULATE]: () => (status === 200 ? [200, report(false)] : [503, { status, detail: 'Later' }]),
  });
  await show();
  await within(await sign()).findByText(/are offered another release\.$/);
  cleanup();
  status = 503;
  await show();
  const dialog = await sign();
  await within(dialog).findByText(/Could not simulate this/);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Sign off' }));
  await expect.poll(signed).toHaveLength(1);
});

it('shows how far the simulation is, and ends it on the server when it is cancelled', async () => {
  serve(() => scheduled({ mapping: 'B' }));
  let closed = false;
  let finish: (last: object) => void = () => {};
  streamed[SIMULATE] = (response) => {
    response.on('close', () => {
      closed = true;
    });
    // Parts of lines arrive when they want to.
    response.write('{"progress":{"evaluated":1024,');
    setTimeout(() => response.write('"requests":4096}}\n'), 20);
    finish = (last) => response.end(`${JSON.stringify(last)}\n`);
  };
  await show();
  const ask = () => screen.findByRole('button', { name: 'Who gets something else?' });
  fireEvent.click(await ask());
  await screen.findByText('Simulating: 1,024 of 4,096 requests');
  expect(screen.getByRole('progressbar', { name: 'Simulating' }).getAttribute('aria-valuenow')).toBe('25');
  expect(closed).toBe(false);
  fireEvent.click(screen.getByRole('button', { name: 'Cancel the simulation' }));
  await expect.poll(() => closed).toBe(true);

  fireEvent.click(await ask());
  await screen.findByText('Simulating: 1,024 of 4,096 requests');
  finish({ problem: { status: 503, title: 'Service Unavailable', detail: 'It took too long.' } });
  await screen.findByText(/Could not simulate this\. The server can’t do this just now/);
  cleanup();

  await show();
  fireEvent.click(await ask());
  await screen.findByText('Simulating: 1,024 of 4,096 requests');
  finish({ result: report(true) });
  await screen.findByText(/^3\.1 % of the derived requests change/);
});

function comment(row: object) {
  return {
    kind: 'rule',
    sc_id: 4,
    comment_number: 1,
    sc_data_version: 1,
    username: 'eve',
    created: 1_000,
    message: 'Not on a <b>Friday</b>.',
    requests_changes: true,
    outdated: false,
    blocks: true,
    resolved_by: null,
    resolved: null,
    ...row,
  };
}

it('says who requests changes, and lets only the author and administrators end that', async () => {
  const own = comment({ comment_number: 2, username: ANN });
  const other = comment({ sc_id: 5, message: 'Of another change.' });
  const resolve = 'POST /v2/comments/rule/4/2/resolve';
  serve(() => scheduled({ mapping: 'B' }), {
    'GET /v2/comments': () => [200, { comments: [comment({}), own, other] }],
    [resolve]: () => [200, { ...own, resolved_by: ANN }],
  });
  await show();
  await screen.findByText(`eve and ${ANN} request changes`, { exact: false });
  const link = screen.getByRole('link', { name: '2 comments' });
  expect(link.getAttribute('href')).toBe('/rules/changes/4');
  const list = screen.getByRole('list', { name: 'Comments' });
  within(list).getAllByText('Not on a <b>Friday</b>.');
  expect(within(list).queryByText('Of another change.')).toBeNull();
  const dismiss = within(list).getByRole('button', { name: 'Dismiss the request by eve' });
  expect(dismiss.getAttribute('aria-disabled')).toBe('true');
  fireEvent.click(within(list).getByRole('button', { name: `Withdraw the request by ${ANN}` }));
  await expect.poll(() => received.some(({ name }) => name === resolve)).toBe(true);
});

it('requests changes of the version that is shown, and keeps the text when that is refused', async () => {
  const add = 'POST /v2/comments';
  let status = 400;
  serve(() => scheduled({ mapping: 'B', sc_data_version: 3 }), {
    [add]: () => [status, { title: 'Bad Request', detail: 'OutdatedDataError' }],
    [`GET /users/${encodeURIComponent(ANN)}`]: () => [
      200,
      { username: ANN, permissions: { rule: {} }, roles: {} },
    ],
  });
  await show();
  const button = await screen.findByRole('button', { name: 'Request changes' });
  await expect.poll(() => button.getAttribute('aria-disabled')).toBe('true');
  const text = screen.getByLabelText<HTMLTextAreaElement>('Your comment');
  fireEvent.change(text, { target: { value: 'Wait.' } });
  const enabled = () => screen.getByRole('button', { name: 'Request changes' });
  await expect.poll(() => enabled().getAttribute('aria-disabled')).toBeNull();
  fireEvent.click(enabled());
  await screen.findByText('Somebody else has changed this since it was loaded.');
  expect(text.value).toBe('Wait.');
  status = 201;
  fireEvent.click(enabled());
  await expect.poll(() => text.value).toBe('');
  expect(received.filter(({ name }) => name === add).map(({ body }) => body)).toEqual(
    Array(2).fill({ kind: 'rule', sc_id: 4, sc_data_version: 3, message: 'Wait.', requests_changes: true }),
  );
});

/** Two changes of one rule. */
function several(): { scheduled_changes: object[] } {
  const [small] = scheduled({ mapping: 'B' }).scheduled_changes;
  const [other] = scheduled({ sc_id: 5, mapping: 'C', digest: 'bb' }).scheduled_changes;
  return { scheduled_changes: [small ?? {}, other ?? {}] };
}

const SIGN_OTHER = 'POST /scheduled_changes/rules/5/signoffs';

async function signTogether(): Promise<HTMLElement> {
  fireEvent.click(await screen.findByRole('button', { name: 'Sign off all 2 as relman' }));
  const dialog = await screen.findByRole('dialog', { name: 'Sign off 2 changes as relman?' });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Sign off' }));
  return dialog;
}

it('signs several changes at once, each as it was shown', async () => {
  serve(several, { [SIGN]: () => [200, {}], [SIGN_OTHER]: () => [200, {}] });
  await show();
  const dialog = await signTogether();
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull(), 20_000);
  expect(dialog.isConnected).toBe(false);
  expect(received.filter(({ name }) => [SIGN, SIGN_OTHER].includes(name)).map(({ body }) => body)).toEqual([
    { role: 'relman', sc_data_version: 1, digest: 'aa' },
    { role: 'relman', sc_data_version: 1, digest: 'bb' },
  ]);
});

it('says which of several changes was edited meanwhile, and signs the others once', async () => {
  serve(several, {
    [SIGN]: () => [409, { title: 'Conflict', detail: 'edited' }],
    [SIGN_OTHER]: () => [200, {}],
  });
  await show();
  const dialog = await signTogether();
  await within(dialog).findByText('It was edited after it was shown here: it is not signed off.');
  await within(dialog).findByText('Signed off');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Sign off' }));
  await vi.waitFor(() => expect(signed()).toHaveLength(2), 20_000);
  expect(received.filter(({ name }) => name === SIGN_OTHER)).toHaveLength(1);
});

it('offers to sign together only what several changes wait for', async () => {
  serve(() => scheduled({ mapping: 'B' }));
  await show();
  await screen.findByRole('button', { name: 'Sign off as relman' });
  expect(screen.queryByRole('button', { name: /Sign off all/ })).toBeNull();
});
