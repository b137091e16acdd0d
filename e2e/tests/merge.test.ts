// SPDX-License-Identifier: MPL-2.0
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { ADMINISTRATOR, launch, open } from '../src/browser';

const RELEASE = 'SystemAddons-reader-fix-1.0.3';
const ADDON = 'reader-fix@example.org';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

type Addon = { version: string; platforms: { default: { filesize: number } } };
type Release = { addons: { [ADDON]: Addon } };

/** The release, as the public app knows it. */
async function served(): Promise<Release> {
  return (await (await fetch(`${inject('served')}/api/v1/releases/${RELEASE}`)).json()) as Release;
}

async function becomes(version: string, filesize: number): Promise<void> {
  await expect
    .poll(async () => (await served()).addons[ADDON], { timeout: 20_000, interval: 250 })
    .toMatchObject({ version, platforms: { default: { filesize } } });
}

/** Edits the release, by taking it from a file. */
async function edit(page: Page, release: Release, change: (addon: Addon) => void): Promise<void> {
  await page.goto(`/ui/releases/${RELEASE}/edit`);
  await page.getByRole('button', { name: 'Review' }).waitFor();
  const edited = structuredClone(release);
  change(edited.addons[ADDON]);
  await page.locator('input[type=file]').setInputFiles({
    name: 'release.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(edited)),
  });
  await page.getByRole('button', { name: 'Review' }).click();
}

it('merges what two have made of a release, and asks where they contradict each other', async () => {
  const before = await served();
  const [first, second] = await Promise.all([open(browser, ADMINISTRATOR), open(browser, ADMINISTRATOR)]);
  await edit(first.page, before, (addon) => {
    addon.platforms.default.filesize = 1001;
  });

  await edit(second.page, before, (addon) => {
    addon.platforms.default.filesize = 1002;
    addon.version = '1.0.4';
  });
  await second.page.getByRole('button', { name: 'Save now' }).click();
  await becomes('1.0.4', 1002);

  await first.page.getByRole('button', { name: 'Save now' }).click();
  await first.page.getByText('Somebody else has changed this release since you began').waitFor();
  const goOn = first.page.getByRole('button', { name: 'Go on with both' });
  expect(await goOn.isEnabled()).toBe(false);
  await first.page.getByLabel('Mine: 1001').check();
  await goOn.click();
  await first.page.getByRole('button', { name: 'Save now' }).click();
  await becomes('1.0.4', 1001);
  expect([...first.failures, ...second.failures]).toEqual([]);
  await Promise.all([first.close(), second.close()]);
});
