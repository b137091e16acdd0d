// SPDX-License-Identifier: MPL-2.0
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe finds wrong with a page, by WCAG A and AA and by good practice; only what is serious or worse. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(settled);
  // By the tools of the browser, which the page’s policy for scripts does not hold for.
  await page.evaluate(await readFile(AXE, 'utf8'));
  const results = await page.evaluate(() =>
    (window as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target}: ${failureSummary}`),
  );
}

/** Runs in the page; returns when nothing has changed in it for a moment, since axe fails on elements that go away meanwhile. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      clearTimeout(moment);
      moment = setTimeout(done, 300);
    });
    const latest = setTimeout(done, 5_000);
    let moment = setTimeout(done, 300);
    function done() {
      observer.disconnect();
      clearTimeout(latest);
      clearTimeout(moment);
      resolve();
    }
    observer.observe(document, { childList: true, subtree: true, attributes: true });
  });
}
