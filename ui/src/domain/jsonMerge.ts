// SPDX-License-Identifier: MPL-2.0

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A value that two people have changed to something else each; undefined where it is not there. */
export type Conflict = Readonly<{
  /** Where it is, as a JSON pointer. */
  path: string;
  base: Json | undefined;
  theirs: Json | undefined;
  mine: Json | undefined;
}>;

export type Choice = 'mine' | 'theirs';

export type Merged = Readonly<{ value: Json; conflicts: readonly Conflict[] }>;

/**
 * Makes one of what two people have made of the same. What only one of them has changed is as they made it; lists are
 * taken as a whole.
 *
 * @param choices whose value is taken where they contradict each other, by pointer; mine where nothing is said
 */
export function merge(
  base: Json,
  theirs: Json,
  mine: Json,
  choices: Readonly<Record<string, Choice>> = {},
): Merged {
  const conflicts: Conflict[] = [];

  function both(
    path: string,
    was: Json | undefined,
    their: Json | undefined,
    my: Json | undefined,
  ): Json | undefined {
    if (same(was, my) || same(their, my)) {
      return their;
    }
    if (same(was, their)) {
      return my;
    }
    if (isObject(their) && isObject(my)) {
      const before = isObject(was) ? was : {};
      const members = [...Object.keys(my), ...Object.keys(their).filter((name) => !Object.hasOwn(my, name))]
        .map(
          (name) => [name, both(child(path, name), at(before, name), at(their, name), at(my, name))] as const,
        )
        .filter((member): member is [string, Json] => member[1] !== undefined);
      return Object.fromEntries(members);
    }
    conflicts.push({ path, base: was, theirs: their, mine: my });
    return choices[path] === 'theirs' ? their : my;
  }

  return { value: both('', base, theirs, mine) ?? null, conflicts };
}

/** Whether two values are the same, in whatever order their members are. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) {
    return true;
  }
  if (isList(a) && isList(b)) {
    return a.length === b.length && a.every((item, i) => same(item, b[i]));
  }
  if (isObject(a) && isObject(b)) {
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]))
    );
  }
  return false;
}

/** The value that a JSON pointer refers to; undefined where there is none. */
export function resolve(value: Json, pointer: string): Json | undefined {
  let at: Json | undefined = value;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (isList(at)) {
      at = at[Number(name)];
    } else if (isObject(at) && Object.hasOwn(at, name)) {
      at = at[name];
    } else {
      return undefined;
    }
  }
  return at;
}

/**
 * Whether something else stands at a place than before, so that what was said about it may no longer be true. Of an
 * object or a list only counts what is in it, not what that is.
 */
export function changedAt(pointer: string, before: Json, after: Json): boolean {
  return outline(resolve(before, pointer)) !== outline(resolve(after, pointer));
}

function outline(value: Json | undefined): string {
  if (isList(value)) {
    return `list of ${value.length}`;
  }
  return isObject(value) ? JSON.stringify(Object.keys(value).sort()) : `value ${JSON.stringify(value)}`;
}

export function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function at(object: { readonly [name: string]: Json }, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function child(pointer: string, name: string): string {
  return `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
