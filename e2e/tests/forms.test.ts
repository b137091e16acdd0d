// SPDX-License-Identifier: MPL-2.0
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADMINISTRATOR, launch, open, RELEASE_MANAGER } from '../src/browser';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

it('takes times with 24 hours, and offers no uptake where nobody measures it', async () => {
  const { page, failures, close } = await open(browser, ADMINISTRATOR, {
    locale: 'en-US',
    timezoneId: 'UTC',
  });
  await page.goto('/ui/rules/4/edit');
  await page.getByLabel('At a time').check();
  await expect.poll(() => page.getByText('uptake', { exact: false }).count()).toBe(0);
  await page.getByRole('textbox', { name: 'Time' }).first().fill('2035-01-31 15:04');
  await page.getByText('2035-01-31 15:04:00 UTC').waitFor();
  await page.getByRole('textbox', { name: 'Time' }).first().fill('2001-01-31 15:04');
  await page.getByText('This is in the past').waitFor();
  expect(failures).toEqual([]);
  await close();
});

it('compares any two versions of a rule, and the rules of a past time with the current ones', async () => {
  const { page, failures, close } = await open(browser, ADMINISTRATOR);
  await page.goto('/ui/rules/4');
  await page.getByRole('combobox', { name: 'Compare' }).click();
  await page.getByRole('option', { name: /^Version 1,/ }).click();
  await page.getByRole('region', { name: 'History' }).locator('del').getByText('10 %').first().waitFor();
  const before = Date.UTC(2000, 0, 1);
  await page.goto(`/ui/rules?product=Firefox`);
  await page.getByRole('link', { name: 'As of a past time' }).click();
  expect(new URL(page.url()).searchParams.get('product')).toBe('Firefox');
  await page.goto(`/ui/rules/at?time=${before}`);
  await page.getByText(/rules have changed since then/).waitFor();
  await page.getByRole('textbox', { name: 'As of' }).fill('2035-01-31 15:04');
  await page.getByText('This is in the future').waitFor();
  expect(failures).toEqual([]);
  await close();
});

it('explains terms where they stand', async () => {
  const { page, close } = await open(browser);
  await page.goto('/ui/rules/4');
  await page.getByRole('button', { name: 'What is this? Background rate' }).click();
  const help = page.getByRole('dialog', { name: 'Background rate' });
  await help.getByText(/percentage of background update checks/).waitFor();
  await help.getByRole('link', { name: 'All terms' }).click();
  await page.getByRole('heading', { level: 1, name: 'Help' }).waitFor();
  await close();
});

it('loads at most 300 kB of scripts and styles for the first view', async () => {
  const { page, settled, close } = await open(browser);
  await page.goto('/ui/');
  await page.getByRole('heading', { name: 'Served now' }).waitFor();
  await settled();
  const bytes = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ name }) => /\.(?:js|css)$/.test(name))
      .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize, 0),
  );
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThanOrEqual(300_000);
  await close();
});

it('resumes updates as soon as two people have agreed, and every page says so', async () => {
  const manager = await open(browser, RELEASE_MANAGER);
  const { page } = manager;
  await page.goto('/ui/shutoffs/new?product=Firefox&channel=esr');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel(/to confirm/).fill('Firefox esr');
  await page.getByRole('button', { name: 'Shut off Firefox esr' }).click();
  await page.getByText(`Shut off just now by ${RELEASE_MANAGER}`).waitFor();
  await page
    .getByRole('article', { name: 'Firefox esr is shut off' })
    .getByRole('button', { name: 'Resume updates…' })
    .click();
  await page.getByText('You sign off as relman by scheduling it.', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Schedule' }).click();
  await page.getByText('1/1').first().waitFor();

  const administrator = await open(browser, ADMINISTRATOR);
  const card = administrator.page.getByRole('article', { name: 'Resume updates · Firefox esr' });
  await card.getByRole('button', { name: 'Sign off as releng' }).click();
  await administrator.page.getByRole('dialog').getByRole('button', { name: 'Sign off' }).click();
  await page
    .getByRole('article', { name: 'Firefox esr is shut off' })
    .waitFor({ state: 'detached', timeout: 40_000 });
  expect([...manager.failures, ...administrator.failures]).toEqual([]);
  await manager.close();
  await administrator.close();
});
