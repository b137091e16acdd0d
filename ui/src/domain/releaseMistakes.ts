// SPDX-License-Identifier: MPL-2.0
import { changedAt, isObject, type Json } from './jsonMerge';
import { lineOf, positions, syntaxError } from './jsonPosition';

/** What the server had against a release, and the text that it was about. */
export type Refused = Readonly<{ text: string; places: readonly { path: string; message: string }[] }>;

/** Something that is wrong with a text: where, in UTF-16 units and as a line from 1, and what. */
export type TextMistake = Readonly<{ from: number; to: number; line: number; message: string }>;

/**
 * What is wrong with the text of a release, as far as it is known. What the server had against it counts until
 * something else stands in its place.
 *
 * @param name what the release is called; null while that is up to the text
 */
export function mistakes(text: string, name: string | null, refused: Refused | null): TextMistake[] {
  const broken = syntaxError(text);
  if (broken !== null) {
    const to = Math.min(broken.at + 1, text.length);
    return [
      {
        from: broken.at,
        to,
        line: lineOf(text, broken.at),
        message: `${broken.message.charAt(0).toUpperCase()}${broken.message.slice(1)}`,
      },
    ];
  }
  const data = JSON.parse(text) as Json;
  const places = [...misnamed(data, name), ...standing(data, refused)];
  const found = positions(
    text,
    places.map(({ path }) => path),
  );
  return places
    .map(({ path, message }) => {
      const { from, to } = found.get(path) ?? { from: 0, to: 0 };
      return { from, to, line: lineOf(text, from), message };
    })
    .sort((a, b) => a.from - b.from);
}

function misnamed(data: Json, name: string | null): Refused['places'] {
  if (!isObject(data)) {
    return [{ path: '', message: 'A release is an object: it begins with { and ends with }.' }];
  }
  if (typeof data.name !== 'string' || data.name === '') {
    return [{ path: 'name' in data ? '/name' : '', message: 'The release has to have a name.' }];
  }
  return name !== null && data.name !== name
    ? [{ path: '/name', message: `The name has to stay “${name}”.` }]
    : [];
}

function standing(data: Json, refused: Refused | null): Refused['places'] {
  if (refused === null) {
    return [];
  }
  const before = JSON.parse(refused.text) as Json;
  return refused.places.filter(({ path }) => !changedAt(path, before, data));
}

/** What a release calls itself; null where it does not say so. */
export function nameIn(text: string): string | null {
  try {
    const data = JSON.parse(text) as Json;
    return isObject(data) && typeof data.name === 'string' && data.name !== '' ? data.name : null;
  } catch {
    return null;
  }
}
