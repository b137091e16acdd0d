// SPDX-License-Identifier: MPL-2.0
import { describe, expect, it } from 'vitest';
import { lineOf, positions, syntaxError } from './jsonPosition';

const TEXT = `{
  "name": "R",
  "a/b~c": {"list": [1, {"x": true}]},
  "platforms": {
    "linux": {"name": "\\"quoted\\" {", "locales": {}}
  }
}`;

function marked(pointer: string): string {
  const range = positions(TEXT, [pointer]).get(pointer);
  return range === undefined ? 'nothing' : TEXT.slice(range.from, range.to);
}

describe('positions', () => {
  it.each([
    ['/name', '"name"'],
    ['/platforms/linux/locales', '"locales"'],
    ['/a~1b~0c/list', '"list"'],
    ['/a~1b~0c/list/0', '1'],
    ['/a~1b~0c/list/1', '{'],
    ['/a~1b~0c/list/1/x', '"x"'],
    ['', '{'],
  ])('marks what %s leads to', (pointer, text) => {
    expect(marked(pointer)).toBe(text);
  });

  it('marks what is nearest where there is nothing', () => {
    expect(marked('/platforms/linux/locales/de/buildID')).toBe('"locales"');
    expect(marked('/nothing')).toBe('{');
  });

  it('tells members of the same name apart', () => {
    const range = positions(TEXT, ['/platforms/linux/name']).get('/platforms/linux/name');
    expect(lineOf(TEXT, range?.from ?? 0)).toBe(5);
  });

  it('finds many in one go', () => {
    expect([...positions(TEXT, ['/name', '/platforms']).keys()]).toEqual(['/name', '/platforms']);
  });
});

describe('syntaxError', () => {
  it.each(['{}', '[]', ' {"a": [1, -2.5e3, "\\u00e9\\n", null, true]} ', '"text"', '0'])(
    'has nothing against %s',
    (text) => {
      expect(syntaxError(text)).toBeNull();
    },
  );

  it.each([
    ['', 'unexpected end', 0],
    ['{"a": 1', 'unexpected end', 7],
    ['{"a" 1}', 'expected a colon', 5],
    ['{"a": 1 "b": 2}', 'expected a comma or }', 8],
    ['{"a": 1,}', 'unexpected comma before this', 8],
    ['[1,]', 'unexpected comma before this', 3],
    ['{a: 1}', 'expected a name in double quotes', 1],
    ['{"a": }', 'expected a value', 6],
    ['{"a": nul}', 'nul is not valid JSON', 6],
    ['{"a": 01}', '01 is not valid JSON', 6],
    ['{"a": "b\n"}', 'unterminated string', 6],
    ['{"a": "\\x"}', '"\\x" is not valid JSON', 6],
    ['{"a": 1, "a": 2}', 'duplicate name “a”', 9],
    ['{} {}', 'unexpected characters after the end', 3],
  ])('says what is wrong with %j', (text, message, at) => {
    expect(syntaxError(text)).toMatchObject({ message, at });
  });

  it('agrees with JSON.parse about any text', () => {
    const pieces = ['{', '}', '[', ']', ',', ':', '"a"', '"b"', '1', 'true', ' ', '\n', '-', '"', '\\'];
    let seed = 7;
    for (let i = 0; i < 5000; i++) {
      let text = '';
      for (let length = 0; length < 7; length++) {
        seed = (seed * 1103515245 + 12345) % 2147483648;
        text += pieces[Math.floor((seed / 2147483648) * pieces.length)];
      }
      const error = syntaxError(text);
      const twice = error?.message.startsWith('duplicate name') ?? false;
      expect([text, twice || error !== null]).toEqual([text, twice || !isJson(text)]);
    }
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

it('counts lines from one', () => {
  expect(lineOf(TEXT, 0)).toBe(1);
  expect(lineOf(TEXT, TEXT.indexOf('"name"'))).toBe(2);
});
