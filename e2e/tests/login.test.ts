// SPDX-License-Identifier: MPL-2.0
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, logIn, open, QUALITY } from '../src/browser';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

describe('Login', () => {
  it('leads back to the view where it was asked for', async () => {
    const { page, failures, close } = await open(browser);
    await page.goto('/ui/rules?product=Firefox');
    await logIn(page, QUALITY);
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/ui/rules?product=Firefox');
    expect(failures).toEqual([]);
    await close();
  });

  it('keeps the token in the tab: neither in the address nor in storage that outlives it', async () => {
    const { page, close } = await open(browser, QUALITY);
    const { address, lasting, cookies, token } = await page.evaluate(() => {
      const session = Object.values(sessionStorage).find((value) => value.includes('access_token')) ?? '{}';
      return {
        address: window.location.href,
        lasting: JSON.stringify({ ...localStorage }),
        cookies: document.cookie,
        token: (JSON.parse(session) as { access_token?: string }).access_token,
      };
    });
    expect(token).toMatch(/^ey/);
    for (const place of [address, lasting, cookies]) {
      expect(place).not.toContain(token);
    }
    await close();
  });

  it('survives reloading the page, and ends with a logout', async () => {
    const { page, close } = await open(browser, QUALITY);
    await page.reload();
    await page.getByRole('button', { name: `Account of ${QUALITY}` }).click();
    await page.getByText('Signs off as qa').waitFor();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'Log in', exact: true }).first().waitFor();
    await close();
  });
});
