// SPDX-License-Identifier: MPL-2.0
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMINISTRATOR, launch, logIn, settling } from '../src/browser';
import { Demo } from '../src/demo';
import { report } from './report';

const VISITS = 7;
const JUMPS = 60;

const LISTS = [
  { path: '/ui/rules', least: 10_000, words: ['firefox esr', 'de-de', 'no 12'] },
  { path: '/ui/releases', least: 60_000, words: ['firefox 140', 'nightly 2025', 'th 13'] },
] as const;

declare global {
  interface Window {
    /** When the first row was painted, in milliseconds since the page was asked for. */
    firstRow?: number;
    /** How long each keystroke took until what it changed was painted, in milliseconds. */
    keystrokes: number[];
  }
}

let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  demo = await Demo.start('large');
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

describe.each(LISTS)('$path', ({ path, least, words }) => {
  let page: Page;

  beforeAll(async () => {
    const context = await browser.newContext({ baseURL: demo.admin, viewport: { width: 1280, height: 860 } });
    page = await context.newPage();
    await page.addInitScript(noteFirstRow);
    await page.goto('/ui/');
    await logIn(page, ADMINISTRATOR);
  });

  test('from navigation to the first rows', async () => {
    const times: number[] = [];
    for (let visit = 0; visit < VISITS; visit++) {
      await page.goto(path);
      const first = await page.waitForFunction(() => window.firstRow, undefined, { timeout: 60_000 });
      times.push((await first.jsonValue()) as number);
    }
    const all = Number(await page.locator('[role=listitem][aria-setsize]').first().getAttribute('aria-setsize'));
    expect(all).toBeGreaterThanOrEqual(least);
    report(`${path}: first of ${all} rows painted`, times);
  });

  test('from a keystroke to what it changes', async () => {
    await page.evaluate(noteKeystrokes);
    await page.getByRole('searchbox').click();
    for (const word of words) {
      await page.keyboard.press('Control+A');
      for (const letter of word) {
        await page.keyboard.type(letter);
        await page.waitForTimeout(400);
      }
    }
    report(`${path}: keystroke painted`, await page.evaluate(() => window.keystrokes));
    await page.getByRole('searchbox').fill('');
  });

  test('rows are there while it is scrolled', async () => {
    const blank = await page.evaluate(scroll, JUMPS);
    console.log(`${path}: ${blank} of ${JUMPS} frames with a blank row while scrolled by a screen a frame`);
    expect(blank).toBe(0);
  });
});

test('scripts of the first view', async () => {
  const page = await browser.newPage({ baseURL: demo.admin });
  const settled = settling(page);
  await page.goto('/ui/');
  await page.getByRole('button', { name: 'Log in' }).waitFor();
  await settled();
  const bytes = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((entry): entry is PerformanceResourceTiming => new URL(entry.name).pathname.endsWith('.js'))
      .reduce((sum, entry) => sum + entry.encodedBodySize, 0),
  );
  console.log(`scripts of the first view: ${Math.round(bytes / 1000)} kB compressed`);
  expect(bytes).toBeGreaterThan(0);
});

/** Runs in the page, before anything else does. */
function noteFirstRow() {
  new MutationObserver((_, observer) => {
    if (document.querySelector('[role=listitem][aria-setsize]') !== null) {
      observer.disconnect();
      requestAnimationFrame(() => {
        // Comes after the frame has been painted.
        const painted = new MessageChannel();
        painted.port1.onmessage = () => {
          window.firstRow = performance.now();
        };
        painted.port2.postMessage(null);
      });
    }
  }).observe(document, { childList: true, subtree: true });
}

/** Runs in the page. What a keystroke changes is the number of rows that is said; where that stays, it is not counted. */
function noteKeystrokes() {
  window.keystrokes = [];
  const said = () => document.querySelector('[role=status]')?.textContent;
  document.querySelector('input[type=search]')?.addEventListener(
    'input',
    () => {
      const start = performance.now();
      const before = said();
      const watch = () => {
        if (said() !== before) {
          const painted = new MessageChannel();
          painted.port1.onmessage = () => window.keystrokes.push(performance.now() - start);
          painted.port2.postMessage(null);
        } else if (performance.now() - start < 390) {
          requestAnimationFrame(watch);
        }
      };
      requestAnimationFrame(watch);
    },
    true,
  );
}

/** Runs in the page; returns in how many frames a place in the middle of the window had no row. */
async function scroll(jumps: number): Promise<number> {
  let blank = 0;
  for (let jump = 0; jump < jumps; jump++) {
    window.scrollBy(0, window.innerHeight);
    await new Promise(requestAnimationFrame);
    // The scroll event of this frame comes before the next one is painted.
    await new Promise(requestAnimationFrame);
    const rows = [0.25, 0.5, 0.75].map((part) =>
      document.elementFromPoint(window.innerWidth * 0.6, window.innerHeight * part)?.closest('[role=listitem]'),
    );
    blank += rows.every((row) => row) ? 0 : 1;
  }
  return blank;
}
