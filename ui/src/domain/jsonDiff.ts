// SPDX-License-Identifier: MPL-2.0
import type { FieldChange } from './diff';
import { isObject, type Json, same } from './jsonMerge';

/** Longer values are cut. */
const LONGEST = 120;

/**
 * The values in which two documents differ, each with its place in words; objects are gone into, unless only one of
 * them has them.
 */
export function differences(before: Json, after: Json): FieldChange[] {
  const found: FieldChange[] = [];

  function compare(path: readonly string[], a: Json | undefined, b: Json | undefined): void {
    if (same(a, b)) {
      return;
    }
    if (isObject(a) && isObject(b)) {
      for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
        compare([...path, name], own(a, name), own(b, name));
      }
    } else if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
      a.forEach((item: Json, i) => {
        compare([...path, String(i + 1)], item, b[i]);
      });
    } else {
      found.push({ field: path.join(' › ') || 'All of it', before: written(a), after: written(b) });
    }
  }

  compare([], before, after);
  return found;
}

function own(object: { readonly [name: string]: Json }, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function written(value: Json | undefined): string | null {
  if (value === undefined) {
    return null;
  }
  const text = typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}
