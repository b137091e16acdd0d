// SPDX-License-Identifier: MPL-2.0

// From version 5 on, the only tag is that of nightly builds; what came before had any word as its tag.
const NEW = /^(?:[5-9]|0*[1-9]\d+)\.\d+(?:\.\d+)?(?:a\d+)?$/;
const OLD = /^0*[0-4]\.\d+(?:\.\d+)?(?:[a-z]+\d+)?$/i;
const OLDEST = /^\d+\.\d+\.\d\.\d+(?:[a-z]+\d+)?$/i;
const ALL_OF = /^(?:[5-9]|0*[1-9]\d+)\.(?:\d+\.)?\*$/;
const COMPARISON = /^(?:[<>]=?)?([^<>]*)$/;

/** What is wrong with a condition on versions, as the server would find; null where nothing is. */
export function versionProblem(condition: string): string | null {
  const parts = condition.split(',');
  if (parts.length > 1) {
    return parts.every(isVersion)
      ? null
      : 'Several versions are separated by commas alone, and none has <, > or an asterisk.';
  }
  const version = COMPARISON.exec(condition)?.[1] ?? '';
  if (isVersion(version) || ALL_OF.test(condition)) {
    return null;
  }
  return /^\d+(?:\.\d+){0,2}(?:b\d+|esr)$/.test(version)
    ? 'Clients send no “b” or “esr” in their version: leave it out, and use the channel to distinguish them.'
    : 'A version such as 140.0 or 142.0a1, after one of <, <=, >, >= or nothing; or 140.* for all of them.';
}

function isVersion(text: string): boolean {
  return NEW.test(text) || OLD.test(text) || OLDEST.test(text);
}
