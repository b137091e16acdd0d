// SPDX-License-Identifier: MPL-2.0
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { claimed } from '../src/claims';
import { root, text } from '../src/files';

const ymls = claimed('repository').filter((path) => path.endsWith('.yml'));

test.each(ymls.map((path) => [path]))('%s is YAML', (path) => {
  expect(parse(text(path))).toBeTypeOf('object');
});

test('dependencies of every kind are kept current', () => {
  const updates: { 'package-ecosystem': string; directory?: string; directories?: string[] }[] = parse(
    text('.github/dependabot.yml'),
  ).updates;
  const directories = (ecosystem: string) =>
    updates
      .filter((update) => update['package-ecosystem'] === ecosystem)
      .flatMap(({ directory, directories }) => directories ?? [directory as string]);

  expect(directories('maven')).toEqual(['/']);
  expect(directories('npm').sort()).toEqual(['/deploy/checks', '/docs/site', '/e2e', '/ui']);
  for (const directory of directories('npm')) {
    expect(existsSync(resolve(root, `.${directory}`, 'package-lock.json')), directory).toBe(true);
  }
  expect(directories('github-actions')).toContain('/');
  expect(directories('terraform')).not.toEqual([]);
});

test('code owners own what exists', () => {
  const paths = text('.github/CODEOWNERS')
    .split('\n')
    .filter((line) => line.startsWith('/'))
    .map((line) => line.split(/\s+/)[0] as string);

  for (const path of paths) {
    expect(existsSync(resolve(root, `.${path}`)), path).toBe(true);
  }
});
