// SPDX-License-Identifier: MPL-2.0
import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../src/accessibility';
import { ADMINISTRATOR, launch, open } from '../src/browser';

/** Where pictures are left, for people to view. */
const PICTURES = new URL('../target/pictures/', import.meta.url);

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 400, height: 844 };

/** The demo starts Prometheus where it is installed. */
const isCounted = ['prometheus', 'promtool'].every(
  (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined,
);
const absence = isCounted ? '' : ' (not installed: prometheus)';

let browser: Browser;
beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true });
  browser = await launch();
});
afterAll(() => browser.close());

describe.skipIf(!isCounted)(`Traffic${absence}`, () => {
  it('leads from the board to the rules that decide most, by the keyboard too', async () => {
    const { page, failures, close } = await open(browser, ADMINISTRATOR, { viewport: WIDE });
    await page
      .getByRole('img', {
        name: /^Traffic of Firefox release\* in the last 24 hours: \d+\.\d.% of the answers/,
      })
      .waitFor();
    expect(await scripts(page)).not.toContainEqual(expect.stringContaining('TrafficChart'));
    await page.getByTitle('Traffic of Firefox').first().click();
    await page.getByRole('heading', { name: 'Answers of Firefox by channel, last 24 hours' }).waitFor();
    const table = page.getByRole('table', { name: 'The same as a table' });
    await table.getByRole('link', { name: 'release*', exact: true }).waitFor();
    await expect.poll(() => scripts(page)).toContainEqual(expect.stringContaining('TrafficChart'));

    await page.getByRole('button', { name: 'Rule', exact: true }).click();
    await page.waitForURL(/by=rule/);
    const first = table.getByRole('rowheader').first().getByRole('link');
    await first.filter({ hasText: /^Rule \d+$/ }).waitFor();
    const shares = await table.getByRole('row').getByText(/%$/).allInnerTexts();
    const sum = shares.map(Number.parseFloat).reduce((a, b) => a + b, 0);
    expect(sum).toBeGreaterThan(99);
    expect(sum).toBeLessThan(101);

    // What is drawn has as many areas as the table has rows.
    const areas = page.locator('.MuiLineChart-area, .MuiAreaElement-root');
    await expect.poll(() => areas.count()).toBe(shares.length);
    await page.getByRole('button', { name: '7 d', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /last 7 days$/ }).waitFor();
    await page
      .getByRole('group', { name: /^Stacked area/ })
      .locator('[tabindex="0"]')
      .first()
      .focus();
    await page.keyboard.press('ArrowRight');
    await page
      .getByRole('tooltip')
      .getByText(/^Rule \d+$/)
      .first()
      .waitFor();

    await first.click();
    await page.waitForURL(/\/rules\/\d+$/);
    await page.getByText(/^Decided \d+\.\d.% of the answers for Firefox in the last 24 hours/).waitFor();
    expect(failures).toEqual([]);
    await close();
  });

  it.each([
    { name: 'wide-light', viewport: WIDE, colorScheme: 'light' },
    { name: 'narrow-dark', viewport: NARROW, colorScheme: 'dark' },
  ] as const)('can be used by everybody: $name', async ({ name, viewport, colorScheme }) => {
    const { page, failures, settled, close } = await open(browser, ADMINISTRATOR, { viewport, colorScheme });
    await page.goto('/ui/traffic?by=release&range=24h');
    await page.getByRole('table').waitFor();
    await settled();
    const file = new URL(`traffic-${name}.png`, PICTURES);
    await page.screenshot({ path: file.pathname, fullPage: true });
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(failures).toEqual([]);
    await close();
  });
});

it('says how to switch the charts on, and why there are none', async () => {
  const { page, close } = await open(browser, ADMINISTRATOR, { viewport: WIDE });
  const nothing = { configured: false, by: 'channel', times: [], rate: 0, series: [], others: null };
  await page.route('**/v2/traffic?**', (route) => route.fulfill({ json: nothing }));
  await page.goto('/ui/traffic');
  await page.getByText('PROMETHEUS_URL').waitFor();
  const detail = "Prometheus: can't connect";
  await page.unroute('**/v2/traffic?**');
  await page.route('**/v2/traffic?**', (route) =>
    route.fulfill({ status: 503, json: { status: 503, title: 'Service Unavailable', detail } }),
  );
  await page.goto('/ui/traffic');
  await page.getByRole('alert').getByText(detail, { exact: false }).waitFor();
  expect(await page.locator('main').innerText()).not.toMatch(/Nothing was counted|No Prometheus/);
  await close();
});

function scripts(page: { evaluate: <T>(run: () => T) => Promise<T> }): Promise<string[]> {
  return page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
}
