// SPDX-License-Identifier: MPL-2.0
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { claimed } from '../src/claims';
import { root, text } from '../src/files';

const pages = [...claimed('pages'), 'docs/operations/deployment.md'];

describe.each(pages.map((path) => [path]))('%s', (path) => {
  test('names workflows and scripts that are there', () => {
    for (const [file] of text(path).matchAll(/(?<![\w/])(\.github|deploy)\/[\w./-]*\w/g)) {
      expect(existsSync(resolve(root, file)) || /\/target\b/.test(file), file).toBe(true);
    }
  });
});
