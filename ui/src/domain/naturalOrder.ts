// SPDX-License-Identifier: MPL-2.0

const DOT = 46;
const ZERO = 48;
const NINE = 57;
const A = 97;
const B = 98;
const Z = 122;
const INVERTED = '9876543210';

/** More components follow, none do, or it is a beta or alpha: in the order in which newer versions come first. */
const MORE = '0';
const FINAL = '1';
const BETA = '2';
const ALPHA = '3';

/**
 * What to sort names by, so that they are in the order of the alphabet, and those that only differ in a version or a
 * date have the newest first: 140.0.2 before 140.0, and that before 140.0b9. It is made for lists of many thousands.
 */
export function newestFirst(name: string): string {
  const text = name.toLowerCase();
  let key = '';
  let plain = 0;
  for (let at = 0; at < text.length; at++) {
    if (!isDigit(text, at)) {
      continue;
    }
    key += text.slice(plain, at);
    let end = numberEnd(text, at);
    key += descending(text, at, end);
    while (text.charCodeAt(end) === DOT && isDigit(text, end + 1)) {
      const next = numberEnd(text, end + 1);
      key += MORE + descending(text, end + 1, next);
      end = next;
    }
    const letter = text.charCodeAt(end);
    if ((letter === A || letter === B) && isDigit(text, end + 1)) {
      const next = numberEnd(text, end + 1);
      key += (letter === B ? BETA : ALPHA) + descending(text, end + 1, next);
      end = next;
    } else {
      key += FINAL;
    }
    plain = end;
    at = end - 1;
  }
  return key + text.slice(plain);
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= ZERO && code <= NINE;
}

function numberEnd(text: string, from: number): number {
  let end = from;
  while (isDigit(text, end)) {
    end++;
  }
  return end;
}

/** Digits that are the smaller the larger the number is. The sign before them has numbers come before letters. */
function descending(text: string, from: number, to: number): string {
  let first = from;
  while (first < to - 1 && text.charCodeAt(first) === ZERO) {
    first++;
  }
  let key = `!${String.fromCharCode(Z - Math.min(to - first, 25))}`;
  for (let at = first; at < to; at++) {
    key += INVERTED[text.charCodeAt(at) - ZERO];
  }
  return key;
}
