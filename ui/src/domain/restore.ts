// SPDX-License-Identifier: MPL-2.0
import { isObject, type Json } from './jsonMerge';

/** Versions of the parts of a release, as deep as the parts are; "." is the release itself. */
export type PartVersions = Readonly<{ [name: string]: number | PartVersions }>;

/** The parts of a release beside itself, in the order that they have, each as the names on the way to it. */
export function partPaths(versions: PartVersions): string[][] {
  return Object.entries(versions).flatMap(([name, value]) => {
    if (typeof value === 'number') {
      return name === '.' ? [] : [[name]];
    }
    return partPaths(value).map((path) => [name, ...path]);
  });
}

/** The path of a part as the API writes it, such as .platforms.WINNT_x86_64-msvc.locales.de. */
export function pathText(path: readonly string[]): string {
  return path.map((name) => `.${name}`).join('');
}

/** Such a path as people read it. */
export function partLabel(path: string | null): string {
  if (path === null) {
    return 'The release itself';
  }
  const [root, platform, kind, locale, ...rest] = path.split('.').slice(1);
  return root === 'platforms' && kind === 'locales' && locale !== undefined && rest.length === 0
    ? `${locale} on ${platform}`
    : path.slice(1);
}

/**
 * A release as it is, but with what it, or a part of it, once was.
 *
 * @param part the path of the part; null for the release itself, whose other parts stay
 * @param versions the parts that there are; null for a release that has none
 */
export function restored(now: Json, versions: PartVersions | null, part: string | null, then: Json): Json {
  if (part !== null) {
    return withValue(now, part.split('.').slice(1), then);
  }
  return (versions === null ? [] : partPaths(versions)).reduce((release, path) => {
    const value = valueAt(now, path);
    return value === undefined ? release : withValue(release, path, value);
  }, then);
}

function valueAt(value: Json, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (at, name) => (isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined),
    value,
  );
}

function withValue(at: Json | undefined, path: readonly string[], value: Json): Json {
  const [name, ...rest] = path;
  if (name === undefined) {
    return value;
  }
  const members = isObject(at) ? at : {};
  return { ...members, [name]: withValue(members[name], rest, value) };
}
