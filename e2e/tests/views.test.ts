// SPDX-License-Identifier: MPL-2.0
import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from '../src/accessibility';
import { ADMINISTRATOR, launch, open, type Tab } from '../src/browser';

/** Where pictures of all views are left, for people to view. */
const PICTURES = new URL('../target/pictures/', import.meta.url);

const URL_OF_A_CLIENT =
  '/update/6/Firefox/139.0.4/20250609163029/WINNT_x86_64-msvc-x64/de/release/Windows_NT%2010.0/ISET:SSE4_2,MEM:16384/default/default/update.xml';

const VIEWS = [
  '/',
  '/rules',
  '/rules/4',
  '/rules/4/edit',
  '/rules/4/duplicate',
  '/rules/new',
  '/rules/at',
  '/rules/findings',
  '/releases',
  '/releases/new',
  '/releases/Firefox-140.0-build1',
  '/releases/Firefox-140.0-build1/edit',
  '/releases/Firefox-140.0-build1/history',
  '/shutoffs',
  '/shutoffs/new',
  '/users',
  '/users/new',
  '/users/roles',
  '/users/release-manager@example.com',
  '/required-signoffs',
  '/required-signoffs/new',
  '/change-sets',
  '/compare-channels?product=Firefox&from=release-cdntest&to=release&settings=mapping,backgroundRate',
  '/expectations',
  '/pins',
  '/pins/new',
  '/history',
  '/notifications',
  `/explain?url=${encodeURIComponent(URL_OF_A_CLIENT)}`,
  '/update-path?product=Firefox&channel=release',
  '/help',
  '/nothing-here',
];

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

/** Each width and each color scheme in every build, all combinations at night. */
const APPEARANCES = [
  { name: 'wide-light', viewport: WIDE, colorScheme: 'light' },
  { name: 'narrow-dark', viewport: NARROW, colorScheme: 'dark' },
  ...(process.env.BALROG_NIGHTLY === 'true'
    ? ([
        { name: 'wide-dark', viewport: WIDE, colorScheme: 'dark' },
        { name: 'narrow-light', viewport: NARROW, colorScheme: 'light' },
      ] as const)
    : []),
] as const;

function fileName(view: string): string {
  const path = view.slice(1).split('?')[0] ?? '';
  return path === '' ? 'overview' : path.replaceAll(/\W+/g, '-');
}

let browser: Browser;
let tabs: { name: string; tab: Tab }[];
beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  browser = await launch();
  tabs = [];
  for (const { name, ...appearance } of APPEARANCES) {
    tabs.push({ name, tab: await open(browser, ADMINISTRATOR, appearance) });
  }
});
afterAll(() => browser.close());

// All appearances at once: a page waits more than it works.
it.each(VIEWS)('%s can be used by everybody', async (view) => {
  await Promise.all(tabs.map(({ name, tab }) => check(view, name, tab)));
});

async function check(view: string, name: string, { page, failures, settled }: Tab): Promise<void> {
  failures.length = 0;
  await page.goto(`/ui${view}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await settled();
  const file = new URL(`${fileName(view)}-${name}.png`, PICTURES);
  await page.screenshot({ path: file.pathname });
  expect(await violations(page), name).toEqual([]);
  expect(failures, name).toEqual([]);
  const fits = await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
  expect(fits, `${name} fits`).toBe(true);
}
