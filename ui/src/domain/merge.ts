// SPDX-License-Identifier: MPL-2.0

/** A field that two people have changed, each to something else. */
export type Conflict<F extends string> = Readonly<{ field: F; base: string; mine: string; theirs: string }>;

/** What comes of two changes of the same thing. */
export type Merge<F extends string> = Readonly<{
  /** Their version with what only one of both has changed, and one’s own where both have. */
  merged: Readonly<Record<F, string>>;
  /** Where both have changed the same field, and somebody has to choose. */
  conflicts: readonly Conflict<F>[];
  /** What the others have changed and is taken over. */
  taken: readonly Conflict<F>[];
}>;

/** Puts one’s own changes and those of others together, field by field. */
export function merge<F extends string>(
  fields: readonly F[],
  base: Readonly<Record<F, string>>,
  mine: Readonly<Record<F, string>>,
  theirs: Readonly<Record<F, string>>,
): Merge<F> {
  const different = fields
    .filter((field) => theirs[field] !== base[field] && theirs[field] !== mine[field])
    .map((field) => ({ field, base: base[field], mine: mine[field], theirs: theirs[field] }));
  const taken = different.filter((each) => each.mine === each.base);
  return {
    merged: { ...mine, ...Object.fromEntries(taken.map((each) => [each.field, each.theirs])) },
    conflicts: different.filter((each) => each.mine !== each.base),
    taken,
  };
}
