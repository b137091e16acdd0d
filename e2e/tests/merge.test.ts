// SPDX-License-Identifier: MPL-2.0
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADMINISTRATOR, launch, open } from '../src/browser';
import { servers } from '../src/servers';

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
  return (await (await fetch(`${servers().public}/api/v1/releases/${RELEASE}`)).json()) as Release;
}

const SPLIT = 'Firefox-140.0-build1';

type Parts = { blob: SplitRelease; sc_blob: Partial<SplitRelease> };
type SplitRelease = { displayVersion: string; platforms: Record<string, { locales: object }> };

/** A release that is stored in parts, and what is scheduled for it. */
async function parts(): Promise<Parts> {
  return (await (await fetch(`${servers().admin}/api/v2/releases/${SPLIT}`)).json()) as Parts;
}

async function becomes(version: string, filesize: number): Promise<void> {
  await expect
    .poll(async () => (await served()).addons[ADDON], { timeout: 20_000, interval: 250 })
    .toMatchObject({ version, platforms: { default: { filesize } } });
}

/** Edits the release, by taking it from a file. */
async function edit(page: Page, release: Release, change: (addon: Addon) => void): Promise<void> {
  const edited = structuredClone(release);
  change(edited.addons[ADDON]);
  await load(page, RELEASE, edited);
}

async function load(page: Page, name: string, edited: object): Promise<void> {
  await page.goto(`/ui/releases/${name}/edit`);
  await page.getByRole('button', { name: 'Review' }).waitFor();
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
  await expect.poll(() => goOn.isEnabled()).toBe(false);
  await first.page.getByLabel('Mine: 1001').check();
  await goOn.click();
  await first.page.getByRole('button', { name: 'Save now' }).click();
  await becomes('1.0.4', 1001);
  expect([...first.failures, ...second.failures]).toEqual([]);
  await Promise.all([first.close(), second.close()]);
});

it('edits what is scheduled for a release that is stored in parts, and merges two such edits', async () => {
  const [first, second] = await Promise.all([open(browser, ADMINISTRATOR), open(browser, ADMINISTRATOR)]);
  const { blob } = await parts();
  await load(first.page, SPLIT, { ...blob, displayVersion: '140.0 a' });
  await first.page.getByRole('button', { name: 'Schedule' }).click();
  await first.page.getByRole('button', { name: 'Edit the scheduled change' }).click();
  await first.page.getByText('Saving it revokes the signoffs of others').waitFor();

  await load(second.page, SPLIT, { ...blob, displayVersion: '140.0 a', appVersion: '140.0.1' });
  await second.page.getByRole('button', { name: 'Schedule' }).click();
  await second.page.waitForURL(/build1$/);

  await first.page.locator('input[type=file]').setInputFiles({
    name: 'release.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify({ ...blob, displayVersion: '140.0 c' })),
  });
  await first.page.getByRole('button', { name: 'Review' }).click();
  await first.page.getByRole('button', { name: 'Schedule' }).click();
  await first.page.getByText('Somebody else has changed this release since you began').waitFor();
  expect((await parts()).sc_blob.displayVersion).toBe('140.0 a');
  await first.page.getByRole('button', { name: 'Go on with both' }).click();
  await first.page.getByRole('button', { name: 'Schedule' }).click();
  await first.page.getByRole('button', { name: 'Cancel this change' }).click();
  expect((await parts()).sc_blob).toEqual({
    ...blob,
    displayVersion: '140.0 c',
    appVersion: '140.0.1',
  });

  await first.page.getByRole('button', { name: 'Cancel the change' }).click();
  await expect.poll(async () => (await parts()).sc_blob).toEqual({});
  expect([...first.failures, ...second.failures]).toEqual([]);
  await Promise.all([first.close(), second.close()]);
});
