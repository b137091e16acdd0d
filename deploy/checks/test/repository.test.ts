// SPDX-License-Identifier: MPL-2.0
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { claimed } from '../src/claims';
import { below, matches, root, text } from '../src/files';

/** The directories below these with a file of this name, as Dependabot spells them. */
function directoriesOf(file: string, folders: string[]): string[] {
  return folders
    .filter((folder) => existsSync(resolve(root, folder)))
    .flatMap(below)
    .filter((path) => path.endsWith(`/${file}`))
    .map((path) => `/${dirname(path)}`);
}

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

  // Each ecosystem, with the directories of the files that it reads.
  const found: Record<string, string[]> = {
    maven: ['/'],
    npm: directoriesOf('package-lock.json', [
      'ui',
      'e2e',
      'deploy',
      'docs',
      'bench',
      'rehearsal',
      'conformance',
    ]),
    'github-actions': ['/', ...claimed('actions').map((path) => `/${dirname(path)}`)],
    docker: [
      ...new Set(
        claimed('images')
          .filter((path) => path.endsWith('Dockerfile'))
          .map((path) => `/${dirname(path)}`),
      ),
    ],
    'docker-compose': ['/'],
    terraform: [...new Set(claimed('terraform').map((path) => `/${dirname(path)}`))],
  };
  expect(new Set(updates.map((update) => update['package-ecosystem']))).toEqual(new Set(Object.keys(found)));
  for (const [ecosystem, needed] of Object.entries(found)) {
    expect(needed, ecosystem).not.toEqual([]);
    const covered = directories(ecosystem);
    for (const directory of needed) {
      expect(matches(directory, covered), `${ecosystem} in ${directory}`).toBe(true);
    }
    for (const pattern of covered) {
      expect(
        needed.some((directory) => matches(directory, [pattern])),
        `${ecosystem} in ${pattern}`,
      ).toBe(true);
    }
  }
});

test('exceptions of the vulnerability scan have a package, a reason and an end', () => {
  const { ignore, 'fail-on-severity': severity } = parse(text('.github/grype.yaml'));

  expect(severity).toBe('high');
  for (const exception of ignore) {
    expect(exception).toEqual({
      vulnerability: expect.stringMatching(/^(CVE|GHSA)-[\w-]+$/),
      package: expect.objectContaining({ name: expect.any(String) }),
      reason: expect.stringMatching(/^.{10,}; until \d{4}-\d{2}-\d{2}$/),
    });
  }
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
