// SPDX-License-Identifier: MPL-2.0
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { claimed } from '../src/claims';
import { beside, root, text } from '../src/files';

const pages = [...claimed('pages'), 'docs/operations/deployment.md'];

describe.each(pages.map((path) => [path]))('%s', (path) => {
  test('leads to pages that are there', () => {
    const links = [...text(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) =>
      beside(path, link as string),
    );

    // The other pages of the runbook, and what they describe, are written by others.
    expect(links.filter((link) => !existsSync(resolve(root, link)))).toEqual([]);
  });

  test('names workflows and scripts that are there', () => {
    for (const [file] of text(path).matchAll(/(?<![\w/])(\.github|deploy)\/[\w./-]*\w/g)) {
      expect(existsSync(resolve(root, file)), file).toBe(true);
    }
  });
});
