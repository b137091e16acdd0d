// SPDX-License-Identifier: MPL-2.0
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { violations } from '../src/accessibility';
import { ADMINISTRATOR, launch, open, type Tab } from '../src/browser';

const REQUESTS = [{ product: 'Firefox', channel: 'beta', version: '140.0' }];

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Stores an expectation in the name of whoever is logged in on a page. */
async function store({ page }: Tab, name: string, expected: object): Promise<void> {
  const [request] = await Promise.all([
    page.waitForRequest((sent) => sent.headers().authorization !== undefined),
    page.reload(),
  ]);
  // From now on the page is told of changes.
  await page.getByText('Live', { exact: true }).waitFor();
  const answer = await fetch(`${inject('admin')}/api/v2/expectations/${name}`, {
    method: 'PUT',
    headers: { Authorization: request.headers().authorization ?? '', 'Content-Type': 'application/json' },
    body: JSON.stringify({
      expectation: { name, description: 'So that betas are tested.', requests: REQUESTS, expect: expected },
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
  expect(await cards.nth(0).getAttribute('aria-label')).toBe('betas-get-version-999');
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
