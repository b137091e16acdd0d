// SPDX-License-Identifier: MPL-2.0
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADMINISTRATOR, launch, open } from '../src/browser';
import { servers } from '../src/servers';

/** A client that asks to stay on version 138, for which there is no pin yet. */
const PINNED =
  '/update/6/Firefox/138.0/20250401000000/WINNT_x86_64-msvc-x64/de/release/Windows_NT%2010.0/ISET:SSE4_2,MEM:16384/default/default/update.xml?force=1&pin=138.';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function offered(): Promise<string | undefined> {
  const answer = await (await fetch(servers().public + PINNED)).text();
  return /appVersion="([^"]*)"/.exec(answer)?.[1];
}

it('sets a pin, and never takes it back to an older release', async () => {
  expect(await offered()).toBe('140.0.2');
  const { page, failures, close } = await open(browser, ADMINISTRATOR);

  async function pin(release: string): Promise<void> {
    await page.goto('/ui/pins/new?product=Firefox&channel=release&version=138.');
    await page.getByLabel('Release that they get').fill(release);
    await page.getByRole('button', { name: 'Set the pin' }).click();
  }

  await pin('Firefox-139.0.4-build1');
  await page.getByRole('button', { name: 'Change the pin Firefox release 138.' }).waitFor();
  await page.getByRole('status').getByText('Set: pin Firefox release 138.').waitFor();
  await expect.poll(offered, { timeout: 20_000, interval: 250 }).toBe('139.0.4');

  await pin('Firefox-72.0.2-build1');
  await page.getByText('Nothing was changed: the pin already maps to a newer release').waitFor();
  expect(await offered()).toBe('139.0.4');
  expect(failures).toEqual([]);
  await close();
});
