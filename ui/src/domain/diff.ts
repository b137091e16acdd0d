// SPDX-License-Identifier: MPL-2.0

/** A changed field; null where it has no value. */
export type FieldChange = Readonly<{ field: string; before: string | null; after: string | null }>;

type Row = Readonly<Record<string, unknown>>;

/** The fields in which two rows differ, in the order that is given. A row that is null has no values at all. */
export function changedFields(
  before: Row | null,
  after: Row | null,
  fields: readonly string[],
): FieldChange[] {
  return fields
    .map((field) => ({ field, before: show(before?.[field]), after: show(after?.[field]) }))
    .filter((change) => change.before !== change.after);
}

/** A value as people read it; null for none. */
export function show(value: unknown): string | null {
  if (value === null || value === undefined || value === '') {
    return null;
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
