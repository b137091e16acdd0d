// SPDX-License-Identifier: MPL-2.0

const VERSION = /\d+(?:\.\d+)*(?:[ab]\d+)?/g;

/** More components follow, none do, or it is a beta or alpha: in the order in which newer versions come first. */
const MORE = '0';
const FINAL = '1';
const BETA = '2';
const ALPHA = '3';

/**
 * What to sort names by, so that they are in the order of the alphabet, and those that only differ in a version or a
 * date have the newest first: 140.0.2 before 140.0, and that before 140.0b9.
 */
export function newestFirst(name: string): string {
  return name.toLowerCase().replace(VERSION, (version) => {
    const [, numbers = version, kind, step] = /^([\d.]+)(?:([ab])(\d+))?$/.exec(version) ?? [];
    const main = numbers.split('.').map(descending).join(MORE);
    const end = kind === undefined ? FINAL : (kind === 'b' ? BETA : ALPHA) + descending(step ?? '');
    return main + end;
  });
}

/** Digits that are the smaller the larger the number is. */
function descending(digits: string): string {
  const number = digits.replace(/^0+(?=\d)/, '');
  const length = String.fromCharCode('z'.charCodeAt(0) - Math.min(number.length, 25));
  // The sign has numbers come before letters.
  return `!${length}${number.replace(/\d/g, (digit) => String(9 - Number(digit)))}`;
}
