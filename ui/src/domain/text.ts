// SPDX-License-Identifier: MPL-2.0

// What phones and word processors put in place of what was typed.
const TYPOGRAPHY: readonly (readonly [RegExp, string])[] = [
  [/[‘’‚′]/g, "'"],
  [/[“”„″]/g, '"'],
  [/[–—−]/g, '-'],
  [/…/g, '...'],
  [/[\u00a0\u2009\u202f]/g, ' '],
];

/** A text with plain quotation marks, dashes and spaces, since the server only keeps plain characters. */
export function plain(text: string): string {
  return TYPOGRAPHY.reduce((result, [fancy, simple]) => result.replace(fancy, simple), text);
}

/** The first character that the server would not keep; null where it keeps them all. */
export function strange(text: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is kept
  return /[^\x00-\x7f]/u.exec(plain(text))?.[0] ?? null;
}

/** What is wrong with a text that shall be kept; null where it is fine. */
export function textProblem(text: string, longest: number): string | null {
  const character = strange(text);
  if (character !== null) {
    return `“${character}” can’t be stored: only plain letters, digits and signs can.`;
  }
  return text.length > longest ? `At most ${longest} characters; these are ${text.length}.` : null;
}

/** A number of things in words, such as “1 loop” and “2 loops”. */
export function counted(count: number, thing: string): string {
  return count === 1 ? `1 ${thing}` : `${count} ${thing}s`;
}
