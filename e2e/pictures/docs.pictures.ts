// SPDX-License-Identifier: MPL-2.0
import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADMINISTRATOR, launch, open, RELEASE_MANAGER } from '../src/browser';

const PICTURES = new URL('../../docs/pictures/', import.meta.url);
const APPEARANCE = { viewport: { width: 1200, height: 750 }, colorScheme: 'light' } as const;

let browser: Browser;
beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  browser = await launch();
});
afterAll(() => browser.close());

async function take(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: new URL(`${name}.png`, PICTURES).pathname, animations: 'disabled' });
}

it('takes pictures of a change that waits for a signoff', async () => {
  const manager = await open(browser, RELEASE_MANAGER, APPEARANCE);
  await manager.page.goto('/ui/rules/4/edit');
  await manager.page.getByLabel('Background rate').fill('50');
  await manager.page.getByRole('button', { name: 'Schedule', exact: true }).click();
  await manager.page.getByText('1/1').first().waitFor();

  const administrator = await open(browser, ADMINISTRATOR, APPEARANCE);
  await administrator.page.goto('/ui/');
  await administrator.page.getByRole('region', { name: 'Waiting for your signoff' }).waitFor();
  await administrator.settled();
  await take(administrator.page, 'overview');

  await administrator.page.goto('/ui/rules');
  await administrator.page.getByRole('heading', { level: 1 }).waitFor();
  await administrator.settled();
  await take(administrator.page, 'rules');

  await administrator.page.goto('/ui/traffic?by=channel&range=24h');
  await administrator.page.getByRole('heading', { level: 2 }).first().waitFor();
  await administrator.settled();
  await take(administrator.page, 'traffic');
  expect([...manager.failures, ...administrator.failures]).toEqual([]);
});
