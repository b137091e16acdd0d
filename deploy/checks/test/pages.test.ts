// SPDX-License-Identifier: MPL-2.0
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { claimed } from '../src/claims';
import { beside, root, text } from '../src/files';

/** The runbook is written in parts; when it has its first page, everything that it and others lead to is there. */
const complete = existsSync(resolve(root, 'docs/operations/README.md'));

function there(path: string): boolean {
  return existsSync(resolve(root, path)) || (!complete && /^(docs\/operations|deploy\/logs)\b/.test(path));
}

const pages = [...claimed('pages'), 'docs/operations/deployment.md'];

describe.each(pages.map((path) => [path]))('%s', (path) => {
  test('leads to pages that are there', () => {
    const links = [...text(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) =>
      beside(path, link as string),
    );

    expect(links.filter((link) => !there(link))).toEqual([]);
  });

  test('names workflows and scripts that are there', () => {
    for (const [file] of text(path).matchAll(/(?<![\w/])(\.github|deploy)\/[\w./-]*\w/g)) {
      expect(there(file) || /\/target\b/.test(file), file).toBe(true);
    }
  });
});
