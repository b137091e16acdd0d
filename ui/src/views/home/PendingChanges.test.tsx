// SPDX-License-Identifier: MPL-2.0
// @vitest-environment jsdom
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, configure, fireEvent, render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApi } from '../../api/client';
import { useChangesOf } from '../../api/scheduledChanges';
import type { Config } from '../../app/config';
import { SessionProvider } from '../../app/session';
import { Auth } from '../../auth/auth';
import { PendingChanges } from './PendingChanges';

// The machine may be busy.
configure({ asyncUtilTimeout: 20_000 });
vi.setConfig({ testTimeout: 60_000 });

const ANN = 'ann@example.org';
const RULES = Array.from({ length: 40 }, (_, i) => ({
  rule_id: i + 1,
  product: i < 30 ? 'Firefox' : 'Thunderbird',
  channel: 'release*',
  mapping: 'A',
  backgroundRate: 25,
  data_version: 1,
}));
/** The last one deletes its rule: such a change does not name the product. */
const CHANGES = RULES.map((rule, i) => ({
  ...(i === 39 ? { rule_id: rule.rule_id } : { ...rule, backgroundRate: 50 }),
  sc_id: 100 + i,
  sc_data_version: 1,
  digest: 'aa',
  scheduled_by: 'bob',
  complete: false,
  change_type: i === 39 ? 'delete' : 'update',
  when: 1_000 + i,
  telemetry_uptake: null,
  signoffs: {},
  required_signoffs: { relman: 1 },
}));
const ANSWERS: Record<string, object> = {
  [`/users/${encodeURIComponent(ANN)}`]: { username: ANN, permissions: {}, roles: { relman: {} } },
  '/scheduled_changes/rules': { count: CHANGES.length, scheduled_changes: CHANGES },
  '/rules': { count: RULES.length, rules: RULES },
  '/v2/comments': { comments: [] },
};

let server: Server;
beforeEach(async () => {
  server = createServer(({ url = '' }, response) => {
    response.writeHead(ANSWERS[url] === undefined ? 404 : 200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(ANSWERS[url] ?? { title: 'Not Found', detail: url }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  cleanup();
  window.sessionStorage.clear();
  server.closeAllConnections();
  server.close();
});

function Pending() {
  return <PendingChanges title="Waiting" changes={useChangesOf('rule').data ?? []} />;
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
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <SessionProvider session={{ config, auth, api: createApi(address, auth) }}>
        <MemoryRouter>
          <Pending />
        </MemoryRouter>
      </SessionProvider>
    </QueryClientProvider>,
  );
}

it('shows the most urgent of 40 changes, and those of one channel on request', async () => {
  await show();
  await screen.findByRole('button', { name: 'Sign off all 40 as relman' });
  expect(screen.getAllByRole('article')).toHaveLength(10);
  expect(screen.getByRole('article', { name: 'Rule 1 · Firefox release*' })).toBeDefined();

  fireEvent.click(await screen.findByRole('button', { name: 'Thunderbird release 10' }));
  await screen.findByRole('button', { name: 'Sign off all 10 as relman' });
  expect(screen.getAllByRole('article')).toHaveLength(10);
  expect(screen.getByRole('article', { name: 'Delete rule 40' })).toBeDefined();
  expect(screen.queryByRole('article', { name: /Firefox/ })).toBeNull();

  fireEvent.click(screen.getByRole('button', { name: 'All' }));
  fireEvent.click(screen.getByRole('button', { name: 'Show 30 more' }));
  expect(screen.getAllByRole('article')).toHaveLength(40);
});
