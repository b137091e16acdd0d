// SPDX-License-Identifier: MPL-2.0
import type { FieldChange } from './diff';
import type { PermissionOptions } from './permissions';
import { type PermissionKind, tidy } from './users';

/** A permission's limits while they are put in. */
export type PermissionDraft = Readonly<{
  /** The actions that are allowed: all of them where it is not limited. */
  actions: readonly string[];
  allProducts: boolean;
  products: readonly string[];
}>;

const LIST = new Intl.ListFormat('en');

/** The actions that can be chosen: those that the permission knows, and others that are stored nevertheless. */
export function actionsOf(kind: PermissionKind, options: PermissionOptions): readonly string[] {
  return [...new Set([...kind.actions, ...(options?.actions ?? [])])];
}

/** Limits as they are stored, to be changed. */
export function draftOf(kind: PermissionKind, options: PermissionOptions): PermissionDraft {
  const products = options?.products ?? [];
  const actions = options?.actions ?? [];
  return {
    actions: actions.length > 0 ? actions : kind.actions,
    allProducts: products.length === 0,
    products,
  };
}

/** Limits as they are to be stored. To allow all actions is to limit none. */
export function optionsOf(kind: PermissionKind, draft: PermissionDraft): PermissionOptions {
  const every = kind.actions.every((action) => draft.actions.includes(action));
  return tidy(
    every ? [] : kind.actions.filter((action) => draft.actions.includes(action)),
    kind.products && !draft.allProducts ? draft.products : [],
  );
}

/** What is missing; null where it is complete. */
export function incomplete(kind: PermissionKind, draft: PermissionDraft): string | null {
  if (kind.actions.length > 0 && draft.actions.length === 0) {
    return 'Choose what may be done: at least one action.';
  }
  return kind.products && !draft.allProducts && draft.products.length === 0
    ? 'Choose at least one product, or all.'
    : null;
}

/** Where what is put in and what is stored by now differ. */
export function differences(
  kind: PermissionKind,
  draft: PermissionDraft,
  stored: PermissionOptions,
): FieldChange[] {
  const here = optionsOf(kind, draft);
  const fields = [
    { field: 'Actions', before: listed(here?.actions), after: listed(stored?.actions) },
    { field: 'Products', before: listed(here?.products), after: listed(stored?.products) },
  ];
  return fields.filter(({ before, after }) => before !== after);
}

/** What is put in, with one field as it is stored by now. */
export function taking(
  kind: PermissionKind,
  draft: PermissionDraft,
  stored: PermissionOptions,
  field: string,
): PermissionDraft {
  const theirs = draftOf(kind, stored);
  return field === 'Actions' ? { ...draft, actions: theirs.actions } : { ...theirs, actions: draft.actions };
}

function listed(values: readonly string[] | undefined): string {
  return values?.length ? LIST.format([...values].sort()) : 'all';
}
