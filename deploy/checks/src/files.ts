// SPDX-License-Identifier: MPL-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import picomatch from 'picomatch';

/** The top of the project. */
export const root = resolve(import.meta.dirname, '../../..');

const notOurs = new Set(['node_modules', 'target']);

/** All files below a folder. */
export function below(folder: string): string[] {
  return readdirSync(resolve(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.has(entry.name)) {
      return [];
    }
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? below(path) : [path];
  });
}

/** Everything that Balrog is deployed with, as paths from the top of the project. */
export const deployed = [...below('deploy'), ...below('.github')].sort();

/** Does a path match one of some patterns? */
export function matches(path: string, patterns: readonly string[]): boolean {
  return picomatch.isMatch(path, [...patterns], { dot: true });
}

/** Those of them that match one of some patterns, and there must be one. */
export function matching(...patterns: string[]): string[] {
  const found = deployed.filter((path) => matches(path, patterns));
  if (found.length === 0) {
    throw new Error(`No file matches ${patterns.join(', ')}.`);
  }
  return found;
}

/** What is in a file, whose path is from the top of the project. */
export function text(path: string): string {
  return readFileSync(resolve(root, path), 'utf8');
}

/** A path from the top of the project, of one that is seen from a file. */
export function beside(file: string, path: string): string {
  return relative(root, resolve(root, file, '..', path));
}
