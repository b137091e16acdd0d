// SPDX-License-Identifier: MPL-2.0
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from '../src/accessibility';
import { ADMINISTRATOR, launch, open, type Tab } from '../src/browser';
import { servers } from '../src/servers';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Returns what a request of whoever is logged in on a page has as its authorization. */
async function authorization({ page }: Tab): Promise<string> {
  const [request] = await Promise.all([
    page.waitForRequest((sent) => sent.headers().authorization !== undefined),
    page.reload(),
  ]);
  return request.headers().authorization ?? '';
}

async function api(token: string, method: string, path: string, sent?: object) {
  const answer = await fetch(`${servers().admin}/api${path}`, {
    method,
    headers: { Authorization: token, 'Content-Type': 'application/json' },
    body: sent === undefined ? null : JSON.stringify(sent),
  });
  const text = await answer.text();
  expect(answer.ok, text).toBe(true);
  return JSON.parse(text);
}

/** Returns how many requests the collected traffic sample lists. */
async function listedTraffic(token: string): Promise<number> {
  const answer = await fetch(`${servers().admin}/api/v2/traffic_sample`, {
    headers: { Authorization: token },
  });
  const lines = answer.ok ? (await answer.text()).trim().split('\n').slice(1) : [];
  return lines.map((line) => JSON.parse(line).count as number).reduce((sum, count) => sum + count, 0);
}

function expectation(name: string) {
  const requests = [{ product: 'Firefox', channel: 'beta', version: '140.0' }];
  return {
    kind: 'expectation',
    change_type: 'insert',
    row: { expectation: { name, requests, expect: { update: 'any' } } },
  };
}

it('shows what a change set does, cancels one, and applies another', async () => {
  const tab = await open(browser, ADMINISTRATOR);
  const { page, failures, close } = tab;
  await page.goto('/ui/change-sets');
  await page.getByText('No change set is open').waitFor();
  const token = await authorization(tab);
  const rule = await api(token, 'GET', '/rules/3');
  const throttled = {
    kind: 'rule',
    change_type: 'update',
    row: { rule_id: 3, data_version: rule.data_version, backgroundRate: 10 },
  };
  const first = await api(token, 'POST', '/v2/change_sets', {
    description: 'Slow the beta down.',
    changes: [throttled, expectation('set-one')],
  });

  await page.reload();
  await page.getByRole('list', { name: 'Open change sets' }).getByText('Slow the beta down.').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: `Change set ${first.set_id}` }).click();
  const changes = page.getByRole('list', { name: 'Changes' }).locator(':scope > li');
  await changes.nth(1).getByText('Add expectation set-one').waitFor();
  await changes
    .nth(0)
    .getByText(/Change rule 3 \(Firefox, beta/)
    .waitFor();
  await expect.poll(() => changes.nth(0).locator('ins').textContent()).toBe('10');
  // The admin app collects the traffic of the demo within some seconds.
  await expect.poll(() => listedTraffic(token), { timeout: 60_000 }).toBeGreaterThan(1_000);
  await page.getByRole('button', { name: 'Who gets something else?' }).click();
  await page.getByRole('region', { name: 'Who gets something else' }).waitFor();
  await page.getByText(/^Traffic of 1 public app, fetched .* ago: \d+,\d{3} requests/).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Cancel this set' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the set' }).click();
  await page.getByText(/; cancelled by/).waitFor();

  const second = await api(token, 'POST', '/v2/change_sets', {
    changes: [expectation('set-one'), expectation('set-two')],
  });
  await page.goto(`/ui/change-sets/${second.set_id}`);
  await page.getByText('Needs no signoffs').waitFor();
  await page.getByRole('button', { name: 'Apply now' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Apply now' }).click();
  await page.getByText(/; applied by/).waitFor();
  await page.getByRole('link', { name: 'All change sets' }).click();
  const closed = page.getByRole('list', { name: 'Closed change sets' }).getByRole('listitem');
  await expect.poll(() => closed.nth(0).textContent()).toContain('Applied');
  await expect.poll(() => closed.nth(1).textContent()).toContain('Cancelled');

  for (const name of ['set-one', 'set-two']) {
    const { data_version: version } = await api(token, 'GET', `/v2/expectations/${name}`);
    const gone = await fetch(`${servers().admin}/api/v2/expectations/${name}?data_version=${version}`, {
      method: 'DELETE',
      headers: { Authorization: token },
    });
    expect(gone.status).toBe(200);
  }
  expect(failures).toEqual([]);
  await close();
});

it('compares channels, and proposes what makes one like the other', async () => {
  const tab = await open(browser, ADMINISTRATOR);
  const { page, failures, close } = tab;
  await page.goto('/ui/rules');
  await page.getByRole('link', { name: 'Compare channels' }).click();
  await page.getByRole('button', { name: 'Firefox release-cdntest → release' }).click();
  await page.getByText(/^Nothing to promote; /).waitFor();
  const token = await authorization(tab);
  // Tests of other files change it.
  const { backgroundRate: rate } = await api(token, 'GET', '/rules/4');
  await page
    .getByRole('article', { name: 'Rule 4' })
    .getByText(new RegExp(`^Background rate: ${rate} %`))
    .waitFor();

  const { data_version: version, mapping } = await api(token, 'GET', '/rules/6');
  const map = (to: string, on: number) => api(token, 'PUT', '/rules/6', { mapping: to, data_version: on });
  await map('Firefox-140.0.1-build1', version);
  await page.reload();
  const pair = page.getByRole('article', { name: 'Rule 4' });
  await pair.locator('ins').getByText('Firefox-140.0.1-build1').waitFor();
  await page.getByRole('region', { name: 'Who gets something else' }).first().waitFor();
  expect(await violations(page)).toEqual([]);

  await page.getByLabel('Description').fill('Back to 140.0.1');
  await page.getByRole('button', { name: 'Propose as a change set' }).click();
  await page.waitForURL(/\/change-sets\/\d+$/);
  await page.getByText('Back to 140.0.1', { exact: true }).waitFor();
  await page.getByText(/Change rule 4 \(Firefox, release/).waitFor();
  await page.getByRole('button', { name: 'Cancel this set' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the set' }).click();
  await page.getByText(/; cancelled by/).waitFor();
  await map(mapping, version + 1);
  expect(failures).toEqual([]);
  await close();
});
