// SPDX-License-Identifier: MPL-2.0
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMINISTRATOR, countClicks, launch, open, QUALITY, RELEASE_MANAGER } from '../src/browser';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

describe('Session', () => {
  it('is there in a new tab', async () => {
    const { page, close } = await open(browser, QUALITY);
    const other = await page.context().newPage();
    await other.goto('/ui/rules/4');
    await other.getByRole('button', { name: `Account of ${QUALITY}` }).waitFor();
    await close();
  });

  it('can’t begin over plain HTTP, and the page says so', async () => {
    const { page, close } = await open(browser);
    await page.addInitScript(() =>
      Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined }),
    );
    await page.goto('/ui/rules');
    await page.getByRole('button', { name: 'Log in', exact: true }).first().click();
    await page.getByRole('alert').getByText('Logging in needs HTTPS').waitFor();
    await close();
  });

  it('can’t begin while the identity provider is out of reach, and the page says so', async () => {
    const { page, close } = await open(browser);
    await page.route('**/.well-known/openid-configuration', (route) => route.abort());
    await page.goto('/ui/rules');
    await page.getByRole('button', { name: 'Log in', exact: true }).first().click();
    await page
      .getByRole('alert')
      .getByText(/The identity provider at .* can’t be reached/)
      .waitFor();
    await close();
  });
});

describe('An API that is out of reach', () => {
  const EMPTY = [
    'There are no rules yet',
    'No signoffs are required',
    'Nothing is scheduled',
    'There are no releases yet',
    'No rule names a product',
  ];

  it.each(['/', '/rules', '/required-signoffs', '/releases'])('is no empty server: %s', async (view) => {
    const { page, close } = await open(browser);
    await page.route('**/api/**', (route) => route.abort());
    await page.goto(`/ui${view}`);
    await page.getByRole('alert').getByText('The server can’t be reached').first().waitFor();
    const text = await page.locator('main').innerText();
    expect(EMPTY.filter((words) => text.includes(words))).toEqual([]);
    await close();
  });
});

/** Adds a rule like rule 3, for another locale, and tells its number. */
async function addRule(page: Page, locale: string): Promise<string> {
  await page.goto('/ui/rules/3/duplicate');
  const add = page.getByRole('button', { name: 'Add this rule…' });
  await page.getByText('the duplicate still says the same').waitFor();
  await expect.poll(() => add.isEnabled()).toBe(false);
  await page.getByLabel('Locale').fill(locale);
  await page.getByLabel('Priority', { exact: true }).fill('950');
  await page.getByText('No signoff needed — takes effect immediately.').waitFor();
  await add.click();
  await page.getByRole('button', { name: 'Add it' }).click();
  await page.waitForURL(/\/rules\/\d+$/);
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

describe('Rules', () => {
  it('are deleted with a way back, and have a page afterwards', async () => {
    const { page, failures, close } = await open(browser, ADMINISTRATOR);
    const id = await addRule(page, 'af');
    await page.getByRole('status').getByText(`Rule ${id} added`).waitFor();
    await page.getByRole('button', { name: 'Delete …' }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.waitForURL(/\/rules$/);
    await page.goto(`/ui/rules/${id}`);
    await page.getByText(`by ${ADMINISTRATOR}. It said:`).waitFor();
    await page.getByRole('button', { name: 'Add it again…' }).click();
    await page.getByRole('button', { name: 'Add this rule…' }).waitFor();
    await expect.poll(() => page.getByLabel('Locale').inputValue()).toBe('af');
    expect(failures).toEqual([]);
    await close();
  });

  it('come back when the deletion is undone', async () => {
    const { page, close } = await open(browser, ADMINISTRATOR);
    const id = await addRule(page, 'sq');
    await page.getByRole('button', { name: 'Delete …' }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    const notices = page.getByRole('status');
    await notices.getByText(`Rule ${id} added`).waitFor();
    await notices.getByText(`Rule ${id} deleted`).waitFor();
    await notices.getByRole('button', { name: 'Undo' }).click();
    await notices.getByText(/Added again as rule \d+/).waitFor();
    await close();
  });

  it('keep what was typed, and ask before they are left', async () => {
    const { page, failures, close } = await open(browser, ADMINISTRATOR);
    await page.goto('/ui/rules/22/edit');
    await page.getByLabel('Comment').fill('Half a thought');
    await page.getByRole('link', { name: 'Releases' }).click();
    const question = page.getByRole('dialog', { name: 'Leave without saving?' });
    await question.getByRole('button', { name: 'Stay' }).click();
    await page.getByRole('link', { name: 'Releases' }).click();
    await question.getByRole('button', { name: 'Leave' }).click();
    await page.waitForURL(/\/releases$/);
    await page.goto('/ui/rules/22/edit');
    await page.getByText('Draft restored').waitFor();
    await expect.poll(() => page.getByLabel('Comment').inputValue()).toBe('Half a thought');
    await page.getByRole('button', { name: 'Discard the draft' }).click();
    await expect.poll(() => page.getByLabel('Comment').inputValue()).not.toBe('Half a thought');
    expect(failures).toEqual([]);
    await close();
  });

  it('are doubted when they offer the release of another product', async () => {
    const { page, close } = await open(browser, ADMINISTRATOR);
    await page.goto('/ui/rules/3/edit');
    await page.getByRole('combobox', { name: 'Release (mapping)' }).fill('Devedition-141.0b3-build1');
    await page.getByText('This is a release of Devedition, and the rule is for Firefox.').waitFor();
    await close();
  });

  it('are found by what is on the screen', async () => {
    const { page, close } = await open(browser);
    await page.goto('/ui/rules?q=Windows+32-bit');
    await page.getByRole('link', { name: 'Rule 20', exact: true }).waitFor();
    await close();
  });
});

describe('Users', () => {
  it('are shown after they were added, however slow the network is', async () => {
    const { page, failures, close } = await open(browser, ADMINISTRATOR);
    await page.goto('/ui/users/new');
    await page.getByLabel('Name').fill('new@example.com');
    await page.route('**/api/scheduled_changes/**', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await route.continue();
    });
    await page.getByLabel('these products only').check();
    await page.getByRole('combobox', { name: 'Products' }).fill('Fenix');
    await page.getByRole('combobox', { name: 'Products' }).press('Tab');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.waitForURL(/\/users\/new%40example.com$/);
    expect(failures).toEqual([]);
    await close();
  });
});

describe('The overview', () => {
  it('answers in two clicks what Windows users get', async () => {
    const { page, failures, close } = await open(browser, QUALITY);
    await page.goto('/ui/');
    const clicks = await countClicks(page);
    await page.getByRole('link', { name: 'Firefox release*', exact: true }).click();
    await page
      .getByRole('region', { name: 'Response' })
      .getByRole('link', { name: /[Rr]ule \d+/ })
      .first()
      .waitFor();
    expect(clicks()).toBeLessThanOrEqual(2);
    expect(failures).toEqual([]);
    await close();
  });

  it('offers the login to those who are nobody yet, and no signoffs', async () => {
    const { page, close } = await open(browser);
    await page.goto('/ui/');
    await page.getByRole('button', { name: 'Log in to sign off' }).waitFor();
    await expect.poll(() => page.getByText('Waiting for your signoff').count()).toBe(0);
    await close();
  });
});

describe('A rollout', () => {
  it('moves by two people with one screen each and six clicks, and three clicks tell who agreed', async () => {
    const manager = await open(browser, RELEASE_MANAGER);
    await manager.page.goto('/ui/');
    const clicks = await countClicks(manager.page);
    await manager.page.getByRole('link', { name: 'rule 25', exact: true }).click();
    await manager.page.getByRole('button', { name: '75 %' }).click();
    const review = manager.page.getByRole('dialog', { name: 'Roll out to 75 %?' });
    await review.getByText('You sign off as relman by scheduling it.', { exact: false }).waitFor();
    await review.getByRole('button', { name: 'Schedule' }).click();
    await manager.page.waitForURL(/\/rules\/changes\/\d+$/);

    const administrator = await open(browser, ADMINISTRATOR);
    const others = await countClicks(administrator.page);
    const waiting = administrator.page.getByRole('region', { name: 'Waiting for your signoff' });
    const card = waiting.getByRole('article', { name: /^Rule 25 / });
    await card.getByRole('button', { name: 'Sign off as releng' }).click();
    await administrator.page.getByRole('dialog').getByRole('button', { name: 'Sign off' }).click();
    await manager.page.getByText('Applied', { exact: true }).first().waitFor({ timeout: 40_000 });
    expect(clicks() + others()).toBeLessThanOrEqual(6);

    const before = others();
    await administrator.page.getByRole('link', { name: 'History', exact: true }).click();
    await administrator.page.getByRole('button', { name: 'Last 7 days' }).click();
    await administrator.page
      .getByRole('button', { name: /Applied.*Rule 25 .*ackground rate 50( %)? → 75/ })
      .getByText(`signed off by ${RELEASE_MANAGER} (relman), ${ADMINISTRATOR} (releng)`)
      .waitFor();
    expect(others() - before).toBeLessThanOrEqual(3);
    expect([...manager.failures, ...administrator.failures]).toEqual([]);
    await manager.close();
    await administrator.close();
  });
});

it('moves the focus to the heading of a view that keys lead to, and along its rows', async () => {
  const { page, close } = await open(browser);
  await page.goto('/ui/');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.getByRole('heading', { level: 1, name: 'Rules' }).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Rules');
  await page.getByRole('listitem').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const row = await page.evaluate(() =>
    document.activeElement?.closest('[role="listitem"]')?.getAttribute('data-index'),
  );
  expect(row).toBe('1');
  await close();
});

it('grants a role that needs signoffs by a scheduled change', async () => {
  const { page, failures, close } = await open(browser, ADMINISTRATOR);
  await page.goto(`/ui/users/${QUALITY}`);
  await page.getByRole('combobox', { name: 'Role' }).fill('relman');
  await page.getByRole('button', { name: 'Grant…' }).click();
  const dialog = page.getByRole('dialog', { name: `Grant relman to ${QUALITY}?` });
  await dialog.getByText(/^Needs 1/).waitFor();
  await dialog.getByRole('button', { name: 'Schedule' }).click();
  await page.getByRole('heading', { level: 1, name: `Grant role relman · ${QUALITY}` }).waitFor();
  expect(failures).toEqual([]);
  await close();
});
