// SPDX-License-Identifier: MPL-2.0

/** A piece of a text: where it begins and ends, counted in UTF-16 units. */
export type Range = Readonly<{ from: number; to: number }>;

/** A text that is no JSON: what is wrong, and where. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';

  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}

type Visit = (pointer: string, value: Range, key: Range | null) => void;

/**
 * Where the values are that JSON pointers refer to: what should be marked for each. That is the key of a member, or an
 * element of a list. A pointer that leads nowhere stands for the deepest value on its way that is there.
 *
 * @throws JsonSyntaxError when the text is no JSON
 */
export function positions(text: string, pointers: readonly string[]): Map<string, Range> {
  const wanted = new Set(pointers.flatMap(ancestors));
  const found = new Map<string, Range>();
  new Scanner(text, (pointer, value, key) => {
    if (wanted.has(pointer)) {
      found.set(pointer, key ?? { from: value.from, to: Math.min(value.to, value.from + 1) });
    }
  }).document();
  return new Map(
    pointers.map((pointer) => {
      const nearest = ancestors(pointer).find((ancestor) => found.has(ancestor)) ?? '';
      return [pointer, found.get(nearest) ?? { from: 0, to: 0 }];
    }),
  );
}

/** Where a text stops being JSON, and why; null when it is. */
export function syntaxError(text: string): JsonSyntaxError | null {
  try {
    new Scanner(text, () => {}).document();
    return null;
  } catch (error) {
    if (error instanceof JsonSyntaxError) {
      return error;
    }
    throw error;
  }
}

/** The line, from 1, of a place in a text. */
export function lineOf(text: string, at: number): number {
  let line = 1;
  for (let next = text.indexOf('\n'); next !== -1 && next < at; next = text.indexOf('\n', next + 1)) {
    line++;
  }
  return line;
}

/** A pointer and all that it passes, the longest first. */
function ancestors(pointer: string): string[] {
  const all = [pointer];
  for (let end = pointer.lastIndexOf('/'); end !== -1; end = pointer.lastIndexOf('/', end - 1)) {
    all.push(pointer.slice(0, end));
    if (end === 0) {
      break;
    }
  }
  return all;
}

/** Reads JSON as JSON.parse does, but knows where everything is. */
class Scanner {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly visit: Visit,
  ) {}

  document(): void {
    this.space();
    this.value('', null);
    if (this.at < this.text.length) {
      throw this.error('unexpected characters after the end');
    }
  }

  private value(pointer: string, key: Range | null): void {
    const from = this.at;
    const first = this.text[this.at];
    if (first === '{') {
      this.object(pointer);
    } else if (first === '[') {
      this.array(pointer);
    } else if (first === '"') {
      this.string();
    } else {
      this.literal();
    }
    this.visit(pointer, { from, to: this.at }, key);
    this.space();
  }

  private object(pointer: string): void {
    const names = new Set<string>();
    this.members('}', () => {
      const from = this.at;
      if (this.text[from] !== '"') {
        throw this.error('expected a name in double quotes');
      }
      const name = this.string();
      const key = { from, to: this.at };
      if (names.has(name)) {
        throw new JsonSyntaxError(`duplicate name “${name}”`, from);
      }
      names.add(name);
      this.space();
      this.expect(':', 'expected a colon');
      this.value(`${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, key);
    });
  }

  private array(pointer: string): void {
    let index = 0;
    this.members(']', () => this.value(`${pointer}/${index++}`, null));
  }

  private members(end: '}' | ']', member: () => void): void {
    this.at++;
    this.space();
    if (this.text[this.at] === end) {
      this.at++;
      return;
    }
    while (true) {
      member();
      if (this.text[this.at] === end) {
        this.at++;
        return;
      }
      this.expect(',', `expected a comma or ${end}`);
      if (this.text[this.at] === end) {
        throw this.error('unexpected comma before this');
      }
    }
  }

  private string(): string {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON does not allow these in strings
    const literal = match(/"(?:[^"\\\u0000-\u001f]|\\.)*"/y, this.text, this.at);
    if (literal === null) {
      throw this.error('unterminated string');
    }
    this.at += literal.length;
    return parsed(literal, this.at - literal.length) as string;
  }

  private literal(): void {
    const literal = match(/[^\s,:[\]{}"]+/y, this.text, this.at);
    if (literal === null) {
      throw this.error(this.at >= this.text.length ? 'unexpected end' : 'expected a value');
    }
    parsed(literal, this.at);
    this.at += literal.length;
  }

  private expect(character: string, message: string): void {
    if (this.text[this.at] !== character) {
      throw this.error(this.at >= this.text.length ? 'unexpected end' : message);
    }
    this.at++;
    this.space();
  }

  private space(): void {
    this.at += match(/[ \t\r\n]*/y, this.text, this.at)?.length ?? 0;
  }

  private error(message: string): JsonSyntaxError {
    return new JsonSyntaxError(message, this.at);
  }
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function parsed(literal: string, at: number): unknown {
  try {
    return JSON.parse(literal);
  } catch {
    throw new JsonSyntaxError(`${literal.slice(0, 40)} is not valid JSON`, at);
  }
}
