// SPDX-License-Identifier: MPL-2.0
import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../src/accessibility';
import { ADMINISTRATOR, launch, open } from '../src/browser';

/** Where pictures are left, for people to view. */
const PICTURES = new URL('../target/pictures/', import.meta.url);

const FIREFOX = '/ui/update-path?product=Firefox&channel=release';
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

let browser: Browser;
beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  browser = await launch();
});
afterAll(() => browser.close());

describe('Update path', () => {
  it('leads from the board through the watersheds to the newest version', async () => {
    const { page, failures, close } = await open(browser, ADMINISTRATOR, { viewport: WIDE });
    await page.goto('/ui/');
    await page.getByRole('link', { name: 'Update path of Firefox release', exact: true }).click();
    const picture = page.getByRole('group', { name: /^Update path: Newest version/ });
    await picture.waitFor();
    const positions = [];
    for (const release of ['Firefox-12.0-build1', 'Firefox-47.0.2-build1', 'Firefox-72.0.2-build1']) {
      const version = picture.getByRole('listitem').filter({ has: page.getByTitle(release) });
      await expect.poll(() => version.getByText('Watershed').count()).toBe(1);
      positions.push((await version.boundingBox())?.x ?? -1);
    }
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(new Set(positions).size).toBe(positions.length);
    // What the reader stays with is told in words, not by color alone.
    await expect.poll(() => picture.getByText('✕ Dead end').count()).toBeGreaterThan(0);
    await expect.poll(() => picture.getByText('Newest').count()).toBeGreaterThan(0);

    const table = page.getByRole('table', { name: 'The same as a table' });
    const step = table.getByRole('row').filter({ hasText: 'Older than 12.0' }).first();
    await step.getByRole('link', { name: 'Firefox-12.0-build1' }).waitFor();
    await table.getByText('Held back.').first().waitFor();

    // By the keyboard: the picture itself, then what is in it.
    await picture.focus();
    await page.keyboard.press('Tab');
    await expect.poll(() => picture.locator(':focus').count()).toBe(1);
    await picture.getByRole('link', { name: /^Rule \d+: from Older than 12\.0/ }).click();
    await page.waitForURL(/\/rules\/\d+$/);
    await page.getByRole('link', { name: 'Update path', exact: true }).click();
    await page.getByRole('group', { name: /^Update path: Newest version/ }).waitFor();
    expect(failures).toEqual([]);
    await close();
  });

  it('is about some clients only, where these are asked for', async () => {
    const { page, close } = await open(browser, ADMINISTRATOR, { viewport: WIDE });
    await page.goto(FIREFOX);
    await page.getByRole('table').waitFor();
    await expect.poll(() => page.getByRole('table').getByText('macOS').count()).toBeGreaterThan(0);
    await page.getByLabel('Platform').click();
    await page.getByRole('option', { name: 'Linux 64-bit' }).click();
    await page.getByRole('button', { name: 'Show' }).click();
    await page.waitForURL(/buildTarget=Linux_x86_64-gcc3/);
    await page.getByRole('table').getByText('macOS').first().waitFor({ state: 'detached' });
    await page.getByRole('table').getByText('12.0').first().waitFor();
    await expect.poll(() => page.getByRole('table').getByText('macOS').count()).toBe(0);
    await page.goto(FIREFOX.replace('product=Firefox', 'product=NoSuchProduct'));
    await page.getByText('No rule is for NoSuchProduct release').waitFor();
    await close();
  });

  it('is reached from an explanation, for the same clients', async () => {
    const { page, close } = await open(browser, ADMINISTRATOR, { viewport: WIDE });
    await page.goto('/ui/explain?product=Firefox&channel=release&version=60.0&system=win64&locale=de');
    await page.getByRole('link', { name: 'Update path of such clients' }).click();
    await page.waitForURL(/update-path\?.*locale=de/);
    await page.getByRole('group', { name: /^Update path: Newest version/ }).waitFor();
    await close();
  });

  it('is no empty path while the API is out of reach', async () => {
    const { page, close } = await open(browser, ADMINISTRATOR, { viewport: WIDE });
    await page.route('**/v2/update_path**', (route) => route.abort());
    await page.goto(FIREFOX);
    await page.getByRole('alert').getByText('The server can’t be reached').waitFor();
    const text = await page.locator('main').innerText();
    expect(text).not.toMatch(/No rule is for|No updates|Nothing is offered/);
    await close();
  });

  it.each([
    { name: 'wide-light', viewport: WIDE, colorScheme: 'light' },
    { name: 'wide-dark', viewport: WIDE, colorScheme: 'dark' },
    { name: 'narrow-light', viewport: NARROW, colorScheme: 'light' },
    { name: 'narrow-dark', viewport: NARROW, colorScheme: 'dark' },
  ] as const)('can be used by everybody: $name', async ({ name, viewport, colorScheme }) => {
    const { page, failures, settled, close } = await open(browser, ADMINISTRATOR, { viewport, colorScheme });
    for (const channel of ['release', 'esr']) {
      await page.goto(FIREFOX.replace('channel=release', `channel=${channel}`));
      await page.getByRole('table').waitFor();
      await settled();
      const file = new URL(`update-path-${channel}-${name}.png`, PICTURES);
      await page.screenshot({ path: file.pathname, fullPage: true });
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    }
    expect(failures).toEqual([]);
    await close();
  });
});
