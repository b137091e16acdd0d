// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { mistakes, nameIn } from './releaseMistakes';

const TEXT = `{
  "name": "R",
  "platforms": {
    "linux": {"locales": {"de": {"buildID": true}}}
  }
}`;

const REFUSED = {
  text: TEXT,
  places: [
    { path: '/platforms/linux/locales/de/buildID', message: 'buildID: boolean found' },
    { path: '', message: 'hashFunction: is missing' },
  ],
};

function linesAndMessages(text: string, refused: typeof REFUSED | null = null) {
  return mistakes(text, 'R', refused).map(({ line, message }) => [line, message]);
}

describe('mistakes', () => {
  it('are none in a text that nobody has anything against', () => {
    expect(mistakes(TEXT, 'R', null)).toEqual([]);
  });

  it('say where a text is not valid JSON', () => {
    expect(linesAndMessages('{\n  "name": "R",\n}')).toEqual([[3, 'Unexpected comma before this']]);
  });

  it('put what the server says at its lines', () => {
    expect(linesAndMessages(TEXT, REFUSED)).toEqual([
      [1, 'hashFunction: is missing'],
      [4, 'buildID: boolean found'],
    ]);
  });

  it('stay where other lines have come before them', () => {
    expect(linesAndMessages(TEXT.replace('"platforms"', '\n\n"platforms"'), REFUSED)[1]?.[0]).toBe(6);
  });

  it('go when something else stands in their place', () => {
    expect(linesAndMessages(TEXT.replace('true', '"2026"'), REFUSED)).toEqual([
      [1, 'hashFunction: is missing'],
    ]);
    expect(linesAndMessages(TEXT.replace('"name"', '"hashFunction": "sha512", "name"'), REFUSED)).toEqual([
      [4, 'buildID: boolean found'],
    ]);
  });

  it('insist on the name', () => {
    expect(linesAndMessages('{"name": "S"}')).toEqual([[1, 'The name has to stay “R”.']]);
    expect(mistakes('{"name": "S"}', null, null)).toEqual([]);
    expect(mistakes('{}', null, null)).toHaveLength(1);
    expect(mistakes('[]', null, null)).toHaveLength(1);
  });
});

describe('nameIn', () => {
  it.each([
    ['{"name": "R"}', 'R'],
    ['{"name": ""}', null],
    ['{"name": 1}', null],
    ['[]', null],
    ['{', null],
  ])('%s is %s', (text, name) => {
    expect(nameIn(text)).toBe(name);
  });
});
