// SPDX-License-Identifier: MPL-2.0
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from '../src/accessibility';
import { ADMINISTRATOR, launch, open, QUALITY, RELEASE_MANAGER } from '../src/browser';
import { servers } from '../src/servers';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** What a change may take from one page to another, in milliseconds, on a busy machine. */
const AT_ONCE = 10_000;
/** How long a change that is due and signed off takes to be served, in milliseconds. */
const ENACTED = 60_000;
const REQUEST = `${QUALITY} requests changes`;

/** The background rate of a rule, as the public app knows it. */
async function served(rule: number): Promise<number> {
  const response = await fetch(`${servers().public}/api/v1/rules/${rule}`);
  return ((await response.json()) as { backgroundRate: number }).backgroundRate;
}

it('keeps a signed change from being applied until the request for changes is withdrawn', async () => {
  const before = await served(4);
  const manager = await open(browser, RELEASE_MANAGER);
  await manager.page.goto('/ui/rules/4/edit');
  await manager.page.getByLabel('Background rate').fill(before === 45 ? '46' : '45');
  await manager.page.getByText(/You sign off as relman by scheduling it/).waitFor();
  await manager.page.getByRole('button', { name: 'Schedule', exact: true }).click();
  await manager.page.getByText('1/1').first().waitFor();
  await manager.page.getByText('Live', { exact: true }).waitFor();

  // Somebody who does not sign off objects, and everybody sees it at once.
  const quality = await open(browser, QUALITY);
  await quality.page.goto(new URL(manager.page.url()).pathname);
  const discussion = quality.page.getByRole('region', { name: 'Discussion' });
  const comments = discussion.getByRole('list', { name: 'Comments' }).getByRole('listitem');
  const request = discussion.getByRole('button', { name: 'Request changes' });
  await request.and(quality.page.locator('[aria-disabled="true"]')).waitFor();
  await discussion.getByLabel('Your comment').fill('Is the beta done?');
  await discussion.getByRole('button', { name: 'Comment', exact: true }).click();
  await comments.first().getByText('Is the beta done?').waitFor();
  await discussion.getByLabel('Your comment').fill('Not on a Friday.\n\n<b>Wait</b> until Monday.');
  await request.click();
  await comments.nth(1).getByText('<b>Wait</b> until Monday.').waitFor();
  await expect.poll(() => discussion.getByLabel('Your comment').inputValue()).toBe('');
  await manager.page.getByText(REQUEST).waitFor({ timeout: AT_ONCE });
  expect(await violations(quality.page)).toEqual([]);

  // All signoffs are there, and yet it is not applied.
  const administrator = await open(browser, ADMINISTRATOR);
  await administrator.page.goto('/ui/');
  const card = administrator.page
    .getByRole('region', { name: 'Waiting for your signoff' })
    .getByRole('article', { name: /^Rule 4 / });
  await card.getByText(REQUEST).waitFor();
  await card.getByRole('button', { name: 'Sign off as releng' }).click();
  await administrator.page
    .getByRole('dialog', { name: 'Sign off as releng?' })
    .getByRole('button', { name: 'Sign off' })
    .click();
  await administrator.page.getByText(/^Signed off as releng/).waitFor();
  await administrator.page
    .getByRole('article', { name: /^Rule 4 / })
    .getByRole('link', { name: '2 comments' })
    .click();
  await administrator.page.waitForURL(/\/rules\/changes\/\d+$/);
  await administrator.page.getByRole('button', { name: `Dismiss the request by ${QUALITY}` }).waitFor();
  await manager.page.getByText(ADMINISTRATOR).first().waitFor({ timeout: AT_ONCE });
  await manager.page.waitForTimeout(AT_ONCE);
  expect(await served(4)).toBe(before);

  await discussion.getByRole('button', { name: `Withdraw the request by ${QUALITY}` }).click();
  await comments.nth(1).getByText('Withdrawn').waitFor();
  await expect.poll(() => served(4), { timeout: ENACTED, interval: 250 }).not.toBe(before);
  // The page keeps what was said.
  await manager.page.getByText('Applied', { exact: true }).first().waitFor();
  await manager.page.getByText('Request for changes withdrawn').waitFor();
  await manager.page.getByRole('region', { name: 'Discussion' }).getByText('Is the beta done?').waitFor();
  expect([...manager.failures, ...quality.failures, ...administrator.failures]).toEqual([]);
  await manager.close();
  await quality.close();
  await administrator.close();
});
