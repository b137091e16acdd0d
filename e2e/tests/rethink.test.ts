// SPDX-License-Identifier: MPL-2.0
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADMINISTRATOR, launch, open } from '../src/browser';
import { servers } from '../src/servers';

const RULE = 3;

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

type Served = Readonly<{ backgroundRate: number; comment: string | null }>;

/** The rule, as the public app knows it. */
async function served(): Promise<Served> {
  const rule = (await (await fetch(`${servers().public}/api/v1/rules/${RULE}`)).json()) as Served;
  return { backgroundRate: rule.backgroundRate, comment: rule.comment };
}

async function becomes(expected: Partial<Served>): Promise<void> {
  await expect.poll(served, { timeout: 20_000, interval: 250 }).toMatchObject(expected);
}

async function edit(page: Page, rate: string): Promise<void> {
  await page.goto(`/ui/rules/${RULE}/edit`);
  await page.getByLabel('Background rate').fill(rate);
}

async function change(page: Page): Promise<void> {
  await page.getByText('No signoff needed — takes effect immediately.').waitFor();
  await page.getByRole('button', { name: 'Change this rule…' }).click();
  await page.getByRole('button', { name: 'Change it' }).click();
}

it('lets two who change the same rule choose, and loses nothing of either', async () => {
  const before = await served();
  const [first, second] = await Promise.all([open(browser, ADMINISTRATOR), open(browser, ADMINISTRATOR)]);
  await edit(first.page, '61');

  await edit(second.page, '62');
  await second.page.getByLabel('Comment').fill('Slower, please');
  await change(second.page);
  await becomes({ backgroundRate: 62, comment: 'Slower, please' });

  await change(first.page);
  const dialog = first.page.getByRole('dialog', { name: `Somebody else has changed rule ${RULE}` });
  await dialog.getByText('Slower, please').waitFor();
  const goOn = dialog.getByRole('button', { name: 'Go on with this' });
  await expect.poll(() => goOn.isEnabled()).toBe(false);
  await dialog.getByLabel('Yours: 61').check();
  await goOn.click();
  await change(first.page);
  await becomes({ backgroundRate: 61, comment: 'Slower, please' });

  await first.page.goto(`/ui/rules/${RULE}`);
  const revisions = first.page.getByRole('region', { name: 'History' }).getByRole('listitem');
  await revisions.nth(2).getByRole('button', { name: 'Restore this version…' }).click();
  await first.page.getByRole('button', { name: 'Restore', exact: true }).click();
  await becomes(before);
  expect([...first.failures, ...second.failures]).toEqual([]);
  await Promise.all([first.close(), second.close()]);
});
