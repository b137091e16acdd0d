// SPDX-License-Identifier: MPL-2.0
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Configuration } from 'markdownlint';
import { lint } from 'markdownlint/promise';
import { describe, expect, test } from 'vitest';
import { below, beside, root, text } from '../src/files';
import { anchors, links, prose, violations } from '../src/language';

const run = promisify(execFile);

const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...['.github', 'conformance', 'deploy', 'docs'].flatMap(below).filter((path) => path.endsWith('.md')),
].sort();

const sources = [
  ...readdirSync(root)
    .filter((module) => existsSync(resolve(root, module, 'src/main/java')))
    .flatMap((module) => below(`${module}/src/main/java`))
    .filter((path) => path.endsWith('.java')),
  ...below('ui/src').filter((path) => /\.tsx?$/.test(path) && !/\.(test|d)\.tsx?$/.test(path)),
];

const RULES: Configuration = {
  default: true,
  // Tables and code keep their width, and so does a line without a space to break it at, such as a URL.
  MD013: { line_length: 100, tables: false, code_blocks: false },
  // The changelog has the same headings in each version.
  MD024: { siblings_only: true },
  // Prompts with output, and prompts without.
  MD014: false,
  // A list can go on after a paragraph.
  MD029: false,
  // Rows with an anchor, to which compatibility.md and the corpus refer.
  MD033: { allowed_elements: ['a', 'br'] },
  // A pull request template begins with a comment.
  MD041: false,
  // Columns are aligned by whoever renders the table.
  MD060: false,
};

/** The changelog is wrapped from version 1.0 on. */
const CHANGELOG_RULES: Configuration = { ...RULES, MD013: false };

describe('Markdown', () => {
  test('is well formed', async () => {
    const found = await Promise.all(
      pages.map((path) =>
        lint({
          strings: { [path]: text(path) },
          config: path === 'CHANGELOG.md' ? CHANGELOG_RULES : RULES,
        }),
      ),
    );
    const errors = found.flatMap((results) =>
      Object.entries(results).flatMap(([path, errors]) =>
        errors.map((error) => `${path}:${error.lineNumber} ${error.ruleNames[0]} ${error.ruleDescription}`),
      ),
    );

    expect(errors).toEqual([]);
  });

  test.each(pages.map((path) => [path]))('%s has no dead links', (path) => {
    const dead = links(text(path)).filter((link) => {
      const [file, anchor] = link.split('#') as [string, string | undefined];
      const target = file === '' ? path : beside(path, file);
      return (
        !existsSync(resolve(root, target)) ||
        (anchor !== undefined && target.endsWith('.md') && !anchors(text(target)).has(anchor))
      );
    });

    expect(dead).toEqual([]);
  });
});

describe('the language', () => {
  test('is spelled as in the dictionaries and in words.txt', async () => {
    const cspell = resolve(import.meta.dirname, '../node_modules/cspell/bin.mjs');
    const config = resolve(import.meta.dirname, '../cspell.json');
    const found = await run(
      process.execPath,
      [cspell, 'lint', '--no-progress', '--no-summary', '--no-color', '--config', config],
      { cwd: root },
    ).catch((failed: { stdout: string; stderr: string }) => failed);

    expect(found.stdout + found.stderr).toBe('');
  }, 300_000);

  test('uses the terms of the field', () => {
    const found = [...pages, ...sources].flatMap((path) =>
      violations(prose(path, text(path))).map(({ line, words }) => `${path}:${line} ${words}`),
    );

    expect(found).toEqual([]);
  });
});
