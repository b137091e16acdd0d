// SPDX-License-Identifier: MPL-2.0
import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../src/accessibility';
import { ADMINISTRATOR, launch, open } from '../src/browser';

/** Where pictures of all views are left, for people to look at. */
const PICTURES = new URL('../target/pictures/', import.meta.url);

const VIEWS = ['/', '/nothing-here'];

const LOOKS = [
  { name: 'wide-light', viewport: { width: 1280, height: 860 }, colorScheme: 'light' },
  { name: 'wide-dark', viewport: { width: 1280, height: 860 }, colorScheme: 'dark' },
  { name: 'narrow-light', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'narrow-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const;

let browser: Browser;
beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  browser = await launch();
});
afterAll(() => browser.close());

describe.each(LOOKS)('$name', ({ name, ...look }) => {
  it.each(VIEWS)('%s can be used by everybody', async (view) => {
    const { page, failures, close } = await open(browser, ADMINISTRATOR, look);
    await page.goto(`/ui${view}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    const file = new URL(`${view.replaceAll(/\W+/g, '-')}-${name}.png`, PICTURES);
    await page.screenshot({ path: file.pathname });
    expect(await violations(page)).toEqual([]);
    expect(failures).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await close();
  });
});
