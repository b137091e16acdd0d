// SPDX-License-Identifier: MPL-2.0
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from '../src/accessibility';
import { ADMINISTRATOR, launch, open, RELEASE_MANAGER, type Tab } from '../src/browser';
import { servers } from '../src/servers';

/** How long a change may take to be served, in milliseconds, on a busy machine. */
const SERVED = { timeout: 20_000, interval: 250 };

const REQUESTS = [{ product: 'Firefox', channel: 'beta', version: '140.0' }];

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

/** Returns a rule as the public app serves it. */
async function served(rule: number): Promise<{ backgroundRate: number; comment: string }> {
  const response = await fetch(`${servers().public}/api/v1/rules/${rule}`);
  return response.json() as Promise<{ backgroundRate: number; comment: string }>;
}

/** Stores an expectation in the name of whoever is logged in on a page. */
async function store(tab: Tab, name: string, expected: object, others: object = {}): Promise<void> {
  const token = await authorization(tab);
  // From now on the page is told of changes.
  await tab.page.getByText('Live', { exact: true }).waitFor();
  const answer = await fetch(`${servers().admin}/api/v2/expectations/${name}`, {
    method: 'PUT',
    headers: { Authorization: token, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      expectation: {
        name,
        description: 'So that betas are tested.',
        requests: REQUESTS,
        expect: expected,
        ...others,
      },
    }),
  });
  expect(answer.status, await answer.text()).toBe(201);
}

it('shows which expectations are held, who gets something else, and deletes one', async () => {
  const tab = await open(browser, ADMINISTRATOR);
  const { page, failures, close } = tab;
  await page.goto('/ui/expectations');
  await page.getByText('There are no expectations').waitFor();
  await store(tab, 'betas-get-updates', { update: 'any' });
  await store(tab, 'betas-get-version-999', { at_least: '999.0' });

  await page.getByRole('navigation').getByRole('link', { name: 'Expectations' }).click();
  const cards = page.getByRole('list', { name: 'Expectations' }).getByRole('article');
  await cards.nth(1).waitFor();
  await expect.poll(() => cards.nth(0).getAttribute('aria-label')).toBe('betas-get-version-999');
  await cards.nth(0).getByText('Broken by 1 of 1 request of Firefox').waitFor();
  await cards.nth(1).getByText('Held by 1 request of Firefox').waitFor();
  await page.getByText('1 broken, 1 held', { exact: true }).waitFor();
  expect(await violations(page)).toEqual([]);

  await cards.nth(0).getByRole('list', { name: 'Examples' }).getByRole('link').last().click();
  await page.waitForURL(/\/explain\?url=/);
  await page.goBack();

  for (const name of ['betas-get-version-999', 'betas-get-updates']) {
    await page.getByRole('button', { name: `Delete ${name}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('article', { name }).waitFor({ state: 'detached' });
  }
  await page.getByText('There are no expectations').waitFor();
  expect(failures).toEqual([]);
  await close();
});

it('rejects a change of a rule that breaks an expectation', async () => {
  const tab = await open(browser, ADMINISTRATOR);
  const { page, failures, close } = tab;
  await page.goto('/ui/expectations');
  const before = await served(3);
  await store(tab, 'betas-get-updates', { update: 'any' }, { rollout: 'both' });

  await page.goto('/ui/rules/3/edit');
  const rate = page.getByLabel('Background rate');
  const kept = await rate.inputValue();
  const save = page.getByRole('button', { name: 'Change this rule…' });
  // Without a fallback, the requests that are throttled get no update.
  await rate.fill('10');
  const reason = page.getByRole('alert').getByText(/betas-get-updates/);
  await reason.waitFor();
  await expect.poll(() => save.isEnabled()).toBe(false);
  expect(await violations(page)).toEqual([]);

  await rate.fill(kept);
  await page.getByLabel('Comment').fill('Keeps the expectation');
  await page.getByText('No signoff needed — takes effect immediately.').waitFor();
  await save.click();
  await page.getByRole('button', { name: 'Change it' }).click();
  await expect.poll(async () => (await served(3)).comment, SERVED).toBe('Keeps the expectation');
  expect((await served(3)).backgroundRate).toBe(before.backgroundRate);

  await page.goto('/ui/expectations');
  await page.getByRole('button', { name: 'Delete betas-get-updates' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('There are no expectations').waitFor();
  expect(failures).toEqual([]);
  await close();
});

it('proposes a deletion that needs signoffs as a change set', async () => {
  const tab = await open(browser, ADMINISTRATOR);
  const { page, failures, close } = tab;
  await page.goto('/ui/expectations');
  const requests = [{ product: 'Firefox', channel: 'release', version: '139.0' }];
  await store(tab, 'release-gets-version-999', { at_least: '999.0' }, { requests });
  await page.getByRole('button', { name: 'Delete release-gets-version-999' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  const proposal = page.getByRole('dialog', { name: 'Propose to delete release-gets-version-999?' });
  await proposal.getByRole('button', { name: 'Propose as a change set' }).click();
  await page.waitForURL(/\/change-sets\/\d+$/);
  await page.getByText('Delete expectation release-gets-version-999').waitFor();
  const path = new URL(page.url()).pathname;

  const other = await open(browser, RELEASE_MANAGER);
  await other.page.goto(path);
  await other.page.getByRole('button', { name: /^Sign off/ }).click();
  await other.page
    .getByRole('dialog')
    .getByRole('button', { name: /^Sign off/ })
    .click();
  await page.getByRole('button', { name: 'Apply now' }).and(page.locator(':not([aria-disabled])')).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Apply now' }).click();
  await page.getByText(/; applied by/).waitFor();
  expect([...failures, ...other.failures]).toEqual([]);
  await other.close();
  await close();
});
