// SPDX-License-Identifier: MPL-2.0
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page, type Request } from 'playwright-core';
import { servers } from './servers';

/** The people of the demo. */
export const ADMINISTRATOR = 'administrator@example.com';
export const RELEASE_MANAGER = 'release-manager@example.com';
export const QUALITY = 'quality@example.com';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Path of the browser that `CHROMIUM` names, or of an installed one; undefined if there is none. Set
 * `BALROG_IGNORE_INSTALLED` to test as on a machine where none is installed.
 */
const INSTALLED = process.env.BALROG_IGNORE_INSTALLED
  ? undefined
  : (process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place)));

/** Whether the browser shows notifications. The one that npm fetches is a headless shell, which has none. */
export const hasNotifications = INSTALLED !== undefined;

/** Returns the path of the installed browser, or of the one that npm fetched. */
async function executable(): Promise<string> {
  if (INSTALLED !== undefined) {
    return INSTALLED;
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'Chromium is needed, and npm has none for this kind of machine: install it, or say in CHROMIUM where it is',
    );
  }
  // With this variable the package also unpacks the shared libraries that the browser needs.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x';
  const { default: fetched } = await import('@sparticuz/chromium');
  fetched.setGraphicsMode = false;
  return fetched.executablePath();
}

/** Starts the browser. */
export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: await executable(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      // Containers have 64 MB there, and Chromium ends when they are full.
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/** A tab of its own, what went wrong in it, and how to wait until it has loaded everything. */
export type Tab = Readonly<{
  page: Page;
  failures: string[];
  settled: () => Promise<void>;
  close: () => Promise<void>;
}>;

/**
 * Opens a tab.
 *
 * @param person who is to be logged in there; nobody if it is missing
 */
export async function open(browser: Browser, person?: string, options?: BrowserContextOptions): Promise<Tab> {
  const context = await browser.newContext({ baseURL: servers().admin, ...options });
  const page = await context.newPage();
  const failures: string[] = [];
  const settled = settling(page);
  page.on('pageerror', (error) => failures.push(String(error)));
  page.on('console', (message) => {
    // The browser itself reports each answer with a bad status, which a page may well expect.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      failures.push(message.text());
    }
  });
  if (person !== undefined) {
    await page.goto('/ui/');
    await logIn(page, person);
  }
  return { page, failures, settled, close: () => context.close() };
}

/** Counts the clicks in a page from now on; returns how to read the count. */
export async function countClicks(page: Page): Promise<() => number> {
  let clicks = 0;
  await page.exposeFunction('countClick', () => {
    clicks += 1;
  });
  const count = () => {
    const { countClick } = window as unknown as { countClick: () => void };
    document.addEventListener('click', (event) => event.isTrusted && countClick(), true);
  };
  await page.addInitScript(count);
  await page.evaluate(count);
  return () => clicks;
}

/** How long no request is under way when a page has settled, in milliseconds. */
const QUIET = 500;

/**
 * Returns a function that waits until the page has loaded everything. The stream of changes does not count, which never
 * ends.
 */
export function settling(page: Page): () => Promise<void> {
  const pending = new Set<Request>();
  let since = Date.now();
  page.on('request', (request) => {
    if (!new URL(request.url()).pathname.endsWith('/v2/events')) {
      pending.add(request);
    }
  });
  const end = (request: Request) => {
    pending.delete(request);
    since = Date.now();
  };
  page.on('requestfinished', end).on('requestfailed', end);
  return async () => {
    while (pending.size > 0 || Date.now() - since < QUIET) {
      await page.waitForTimeout(QUIET / 10);
    }
  };
}

/** Goes through the identity provider and back, from any view. */
export async function logIn(page: Page, person: string): Promise<void> {
  await page.getByRole('button', { name: 'Log in', exact: true }).first().click();
  await page.locator(`button[value="${person}"]`).click();
  await page.getByRole('button', { name: `Account of ${person}` }).waitFor();
  await page.waitForURL(({ pathname }) => !pathname.endsWith('/login'));
}
