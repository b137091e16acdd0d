// SPDX-License-Identifier: MPL-2.0
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADMINISTRATOR, launch, open, QUALITY, RELEASE_MANAGER } from '../src/browser';
import { servers } from '../src/servers';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

type Rule = Readonly<{ backgroundRate: number; data_version: number }>;

/** Returns a rule from the public app. */
async function rule(id: number): Promise<Rule> {
  return (await (await fetch(`${servers().public}/api/v1/rules/${id}`)).json()) as Rule;
}

/** Returns the background rate of a rule from the public app. */
async function served(id: number): Promise<number> {
  return (await rule(id)).backgroundRate;
}

async function changeRate(page: Page, rule: number, rate: string): Promise<void> {
  await page.goto(`/ui/rules/${rule}/edit`);
  await page.getByLabel('Background rate').fill(rate);
}

/** Signs the only change on the page that waits for releng. */
async function signOff(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign off as releng' }).click();
  await page
    .getByRole('dialog', { name: 'Sign off as releng?' })
    .getByRole('button', { name: 'Sign off' })
    .click();
}

it('schedules a change as one, signs it off as another, and it is served', async () => {
  // Tests of other files may have changed the rule.
  const { backgroundRate: before, data_version: version } = await rule(4);
  const manager = await open(browser, RELEASE_MANAGER);
  await changeRate(manager.page, 4, '100');
  await manager.page.getByText(/Needs 1.releng and 1.relman \(for/).waitFor();
  await manager.page.getByText(/You sign off as relman by scheduling it/).waitFor();
  await manager.page.getByRole('button', { name: 'Schedule', exact: true }).click();
  await manager.page.getByText('1/1').first().waitFor();
  expect(await served(4)).toBe(before);

  const administrator = await open(browser, ADMINISTRATOR);
  await administrator.page.goto('/ui/');
  const waiting = administrator.page.getByRole('region', { name: 'Waiting for your signoff' });
  await waiting.getByText('Background rate', { exact: true }).waitFor();
  await signOff(administrator.page);

  await expect.poll(() => served(4), { timeout: 40_000, interval: 250 }).toBe(100);
  // The page of the change stays, also where it has been open all the time, and says who agreed to what.
  await manager.page.getByText('Applied', { exact: true }).first().waitFor();
  await manager.page
    .getByText(`signed off by ${RELEASE_MANAGER} (relman), ${ADMINISTRATOR} (releng)`)
    .waitFor();
  await manager.page.getByText(/^Served by 1 of 1 public app since \d\d:\d\d:\d\d$/).waitFor();
  await administrator.page.getByText(/^Applied: Rule 4/).waitFor();
  await administrator.page.goto('/ui/history?kind=rule');
  await administrator.page
    .getByRole('button', { name: new RegExp(`Applied.*Rule 4 .*Background rate ${before}( %)? → 100`) })
    .waitFor();
  await administrator.page.goto('/ui/rules/4');
  await administrator.page
    .getByText(`Version ${version + 1}`, { exact: false })
    .first()
    .waitFor();
  expect([...manager.failures, ...administrator.failures]).toEqual([]);
  await manager.close();
  await administrator.close();
});

it('signs nothing when the change was edited after it was read, and shows the difference', async () => {
  const before = await served(4);
  const manager = await open(browser, RELEASE_MANAGER);
  await changeRate(manager.page, 4, '40');
  await manager.page.getByRole('button', { name: 'Schedule', exact: true }).click();
  await manager.page.getByText('1/1').first().waitFor();

  const administrator = await open(browser, ADMINISTRATOR);
  await administrator.page.goto('/ui/');
  const card = administrator.page
    .getByRole('region', { name: 'Waiting for your signoff' })
    .getByRole('article', { name: /^Rule 4 / });
  await card.getByText('40 %', { exact: true }).waitFor();
  await card.getByRole('button', { name: 'Sign off as releng' }).click();
  const question = administrator.page.getByRole('dialog', { name: 'Sign off as releng?' });
  await question.getByText(`background rate ${before} % → 40 %`).waitFor();

  await manager.page.getByRole('link', { name: 'Edit this change' }).first().click();
  await manager.page.getByLabel('Background rate').fill('90');
  await manager.page.getByRole('button', { name: 'Save this change' }).click();
  await manager.page.getByText('90 %', { exact: true }).first().waitFor();

  await question.getByRole('button', { name: 'Sign off' }).click();
  const alert = card.getByRole('alert');
  await alert.getByText('Nothing was signed: this was edited after you read it').waitFor();
  await alert.locator('del').getByText('40').waitFor();
  await alert.locator('ins').getByText('90').waitFor();
  await card.getByText('0/1').waitFor();
  expect(await served(4)).toBe(before);

  await signOff(administrator.page);
  await expect.poll(() => served(4), { timeout: 40_000, interval: 250 }).toBe(90);
  expect([...manager.failures, ...administrator.failures]).toEqual([]);
  await manager.close();
  await administrator.close();
});

it('makes a change at once where nobody has to agree', async () => {
  const { page, failures, close } = await open(browser, ADMINISTRATOR);
  await changeRate(page, 22, '90');
  await page.getByText('No signoff needed — takes effect immediately.').waitFor();
  await page.getByRole('button', { name: 'Change this rule…' }).click();
  await page.getByRole('button', { name: 'Change it' }).click();
  await expect.poll(() => served(22), { timeout: 20_000, interval: 250 }).toBe(90);
  expect(failures).toEqual([]);
  await close();
});

it('says to those without permission why they can’t', async () => {
  const { page, close } = await open(browser, QUALITY);
  await changeRate(page, 3, '10');
  await page.getByRole('button', { name: /Change this rule|Schedule/ }).hover();
  await page.getByRole('tooltip', { name: /needs the permission “rule”/ }).waitFor();
  await close();
});
