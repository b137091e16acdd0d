// SPDX-License-Identifier: MPL-2.0
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from '../src/accessibility';
import { ADMINISTRATOR, hasNotifications, launch, open, RELEASE_MANAGER } from '../src/browser';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/**
 * What a change may take from one page to another, in milliseconds, on a busy machine. Polling takes up to 30 seconds
 * while the stream is open.
 */
const AT_ONCE = 10_000;

it('shows on an open page what is signed on another one, without a reload', async () => {
  const manager = await open(browser, RELEASE_MANAGER);
  const administrator = await open(browser, ADMINISTRATOR);
  let loads = 0;
  await administrator.page.goto('/ui/');
  administrator.page.on('load', () => {
    loads += 1;
  });
  await administrator.page.getByText('Live', { exact: true }).waitFor();
  await manager.page.getByText('Live', { exact: true }).waitFor();

  await manager.page.goto('/ui/rules/4/edit');
  await manager.page.getByLabel('Background rate').fill('35');
  await manager.page.getByText(/You sign off as relman by scheduling it/).waitFor();
  await manager.page.getByRole('button', { name: 'Schedule', exact: true }).click();
  await manager.page.getByText('1/1').first().waitFor();
  const card = administrator.page
    .getByRole('region', { name: 'Waiting for your signoff' })
    .getByRole('article', { name: /^Rule 4 / });
  await card.getByText('35 %', { exact: true }).waitFor({ timeout: AT_ONCE });

  await administrator.page.getByRole('button', { name: 'Sign off as releng' }).click();
  await administrator.page
    .getByRole('dialog', { name: 'Sign off as releng?' })
    .getByRole('button', { name: 'Sign off' })
    .click();
  await administrator.page.getByText(/^Signed off as releng/).waitFor();
  await manager.page.getByText(ADMINISTRATOR).first().waitFor({ timeout: AT_ONCE });
  if (process.env.SCREENSHOT !== undefined) {
    await manager.page.screenshot({ path: process.env.SCREENSHOT });
  }
  await manager.page.getByText('Applied', { exact: true }).first().waitFor({ timeout: 40_000 });
  expect(loads).toBe(0);
  expect(await violations(manager.page)).toEqual([]);
  expect([...manager.failures, ...administrator.failures]).toEqual([]);
  await manager.close();
  await administrator.close();
});

it('shares one stream among the tabs of a browser, which another tab continues', async () => {
  const { page, failures, close } = await open(browser, ADMINISTRATOR);
  const streams: string[] = [];
  page.context().on('request', (request) => {
    if (request.url().endsWith('/v2/events')) {
      streams.push(request.headers()['last-event-id'] ?? '');
    }
  });
  await page.goto('/ui/');
  await page.getByText('Live', { exact: true }).waitFor();
  const other = await page.context().newPage();
  await other.goto('/ui/rules');
  await other.getByText('Live', { exact: true }).waitFor();
  expect(streams).toHaveLength(1);
  await page.close();
  await expect.poll(() => streams.length, { timeout: 10_000 }).toBe(2);
  expect(streams[1]).toMatch(/^\d+$/);
  expect(failures).toEqual([]);
  await close();
});

const absence = hasNotifications ? '' : ' (not installed: Chromium that shows notifications)';

it.skipIf(!hasNotifications)(
  `notifies by the browser once, over all tabs, and opens the change${absence}`,
  async () => {
    const signer = await open(browser, ADMINISTRATOR);
    const context = signer.page.context();
    await context.grantPermissions(['notifications'], { origin: new URL(signer.page.url()).origin });
    await context.addInitScript(() => {
      const shown: Notification[] = [];
      class Recorded extends Notification {
        constructor(title: string, options?: NotificationOptions) {
          super(title, options);
          shown.push(this);
        }
      }
      Object.assign(window, { Notification: Recorded, shown });
    });
    await signer.page.goto('/ui/notifications');
    // Asks the browser first, so it is on a moment after the click.
    await signer.page.getByRole('switch', { name: 'Notify me in this browser' }).click();
    await signer.page.getByRole('switch', { name: 'Notify me in this browser', checked: true }).waitFor();
    const other = await context.newPage();
    await other.goto('/ui/history');
    await other.getByText('Live', { exact: true }).waitFor();
    const tabs = [signer.page, other];
    const titles = async () =>
      (
        await Promise.all(
          tabs.map((page) =>
            page.evaluate(() =>
              (window as unknown as { shown: Notification[] }).shown.map(({ title }) => title),
            ),
          ),
        )
      ).flat();
    expect(await titles()).toEqual([]);

    const manager = await open(browser, RELEASE_MANAGER);
    await manager.page.goto('/ui/rules/4/edit');
    await manager.page.getByLabel('Background rate').fill('36');
    await manager.page.getByRole('button', { name: 'Schedule', exact: true }).click();
    await expect.poll(titles, { timeout: AT_ONCE }).toHaveLength(1);
    // Time for another tab to show the same.
    await signer.settled();
    expect(await titles()).toEqual([expect.stringMatching(/^Needs your signoff: Rule 4 /)]);
    for (const page of tabs) {
      await page.evaluate(() => {
        for (const one of (window as unknown as { shown: Notification[] }).shown) {
          one.dispatchEvent(new Event('click'));
        }
      });
    }
    await expect.poll(() => tabs.map((page) => page.url()).join(' ')).toMatch(/\/rules\/changes\/\d+/);
    await manager.page.getByRole('button', { name: 'Cancel this change' }).click();
    await manager.page.getByRole('button', { name: 'Cancel the change' }).click();
    await manager.page.getByText(/^Cancelled: Rule 4/).waitFor();
    expect([...manager.failures, ...signer.failures]).toEqual([]);
    await Promise.all([manager.close(), signer.close()]);
  },
);
