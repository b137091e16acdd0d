// SPDX-License-Identifier: MPL-2.0
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch, open, RELEASE_MANAGER } from '../src/browser';
import { servers } from '../src/servers';

const NIGHTLY =
  '/update/6/Firefox/139.0a1/20250401093012/WINNT_x86_64-msvc-x64/de/nightly/Windows_NT%2010.0/ISET:SSE4_2,MEM:16384/default/default/update.xml';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function isOffered(): Promise<boolean> {
  return (await (await fetch(servers().public + NIGHTLY)).text()).includes('<patch');
}

it('shuts updates off in two deliberate steps, on a phone', async () => {
  expect(await isOffered()).toBe(true);
  const { page, failures, close } = await open(browser, RELEASE_MANAGER, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  });
  await page.goto('/ui/shutoffs/new?product=Firefox&channel=nightly');
  await page.getByLabel('Reason').fill('Crashes at start');
  await page.getByRole('button', { name: 'Continue' }).click();
  const confirmation = page.getByLabel(/to confirm/);
  const button = page.getByRole('button', { name: 'Shut off Firefox nightly' });
  await expect.poll(() => button.isEnabled()).toBe(false);
  await confirmation.fill('Firefox nightly');
  await button.click();
  await expect.poll(isOffered, { timeout: 20_000, interval: 250 }).toBe(false);
  await page.getByRole('alert').locator('strong', { hasText: 'Firefox nightly' }).waitFor();
  await page.getByText(`Shut off just now by ${RELEASE_MANAGER}`).waitFor();
  expect(failures).toEqual([]);
  await close();
});
