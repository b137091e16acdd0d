// SPDX-License-Identifier: MPL-2.0
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMINISTRATOR, launch, open, QUALITY } from '../src/browser';
import { servers } from '../src/servers';

const RELEASE = 'SystemAddons-reader-fix-1.0.3';
const NEW_RELEASE = 'SystemAddons-reader-fix-1.0.4';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Returns whether an element is in the window without scrolling. */
async function isInView(element: Locator): Promise<boolean> {
  await element.waitFor();
  return element.evaluate((node) => {
    const { top, bottom } = node.getBoundingClientRect();
    return top >= 0 && bottom <= window.innerHeight;
  });
}

describe('The form of a rule', () => {
  it('has its actions in view, and only conditions that the product uses', async () => {
    const { page, failures, close } = await open(browser, ADMINISTRATOR);
    await page.goto('/ui/rules/28/edit');
    expect(await isInView(page.getByRole('button', { name: 'Change this rule…' }))).toBe(true);
    const more = page.getByRole('button', { name: /more conditions that no rule of FirefoxVPN has/ });
    await more.waitFor();
    expect(await page.getByLabel('Memory').count()).toBe(0);
    await more.click();
    await page.getByLabel('Memory').waitFor();

    await page.getByRole('combobox', { name: 'Release (mapping)' }).click();
    await page.getByRole('combobox', { name: 'Release (mapping)' }).fill('140');
    await page.getByRole('combobox', { name: 'Release (mapping)' }).fill('-');
    await page
      .getByRole('option')
      .first()
      .and(page.getByText(/^FirefoxVPN-/))
      .waitFor();
    expect(failures).toEqual([]);
    await close();
  });

  it('says at its top why somebody can’t save it, who still finds persons in the history', async () => {
    const { page, close } = await open(browser, QUALITY);
    await page.goto('/ui/rules/3/edit');
    expect(await isInView(page.getByRole('alert').getByText(/needs the permission “rule”/))).toBe(true);
    await page.goto('/ui/history');
    await page.getByRole('combobox', { name: 'Person' }).fill('admin');
    await page.getByRole('option', { name: ADMINISTRATOR }).waitFor();
    await close();
  });

  it('comes back with what was typed when the login has expired', async () => {
    const { page, failures, close } = await open(browser, ADMINISTRATOR);
    await page.route('**/api/rules/3', (route) =>
      route.request().method() === 'GET' ? route.continue() : route.fulfill({ status: 401 }),
    );
    await page.goto('/ui/rules/3/edit');
    await page.getByLabel('Comment').fill('Half a thought');
    await page.getByText('No signoff needed — takes effect immediately.').waitFor();
    await page.getByRole('button', { name: 'Change this rule…' }).click();
    await page.getByRole('button', { name: 'Change it' }).click();
    await page.getByRole('button', { name: 'Log in again' }).first().click();
    await page.locator(`button[value="${ADMINISTRATOR}"]`).click();
    await page.getByText('Draft restored').waitFor();
    await expect.poll(() => page.getByLabel('Comment').inputValue()).toBe('Half a thought');
    await page.getByRole('button', { name: 'Discard the draft' }).click();
    expect(failures).toEqual([]);
    await close();
  });
});

describe('A release', () => {
  it('is not saved as the server rejects it, and its form is gone once it is saved', async () => {
    const { page, failures, close } = await open(browser, ADMINISTRATOR);
    const response = await fetch(`${servers().admin}/api/releases/${RELEASE}`);
    const release = { ...((await response.json()) as object), name: NEW_RELEASE };
    await page.goto('/ui/releases/new');
    await review(page, { ...release, hashFunction: undefined });
    const save = page.getByRole('button', { name: 'Save now' });
    await page
      .getByRole('alert')
      .getByText(/hashFunction/)
      .first()
      .waitFor();
    await expect.poll(() => save.isEnabled()).toBe(false);
    await page.getByRole('button', { name: 'Back' }).click();
    await review(page, release);
    await expect.poll(() => save.isEnabled()).toBe(true);
    await page.evaluate(() => {
      new MutationObserver(() => {
        document.body.dataset.flashed ||= document.body.innerText.includes('of this name already')
          ? 'yes'
          : '';
      }).observe(document.body, { childList: true, subtree: true });
    });
    await save.click();
    await page.waitForURL(new RegExp(`/releases/${NEW_RELEASE}$`));
    expect(await page.evaluate(() => document.body.dataset.flashed)).not.toBe('yes');

    for (const version of ['1.0.5', '1.0.6']) {
      await page.goto(`/ui/releases/${NEW_RELEASE}/edit`);
      await review(
        page,
        JSON.parse(JSON.stringify(release).replace('"version":"1.0.3"', `"version":"${version}"`)),
      );
      await save.click();
      await page.waitForURL(new RegExp(`/releases/${NEW_RELEASE}$`));
    }
    await page.goto(`/ui/releases/${NEW_RELEASE}/history`);
    await page.getByRole('button', { name: 'Show changes' }).first().click();
    await page.getByRole('combobox', { name: 'Compared with' }).click();
    await page.getByRole('option').last().click();
    await page.getByRole('main').locator('del').getByText('1.0.3').first().waitFor();
    await page.getByRole('main').locator('ins').getByText('1.0.6').first().waitFor();
    expect(failures).toEqual([]);
    await close();
  });
});

async function review(page: Page, release: object): Promise<void> {
  await page.getByRole('button', { name: 'Review' }).waitFor();
  await page.locator('input[type=file]').setInputFiles({
    name: 'release.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(release)),
  });
  await page.getByRole('button', { name: 'Review' }).click();
}

it('has buttons and links that a finger hits', async () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const { page, close } = await open(browser, ADMINISTRATOR, phone);
  await page.goto('/ui/rules/4');
  expect((await page.getByRole('button', { name: '50 %' }).boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await page.goto('/ui/rules');
  const link = page.getByRole('link', { name: 'Rule 4', exact: true });
  expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(36);
  await close();
});
