// SPDX-License-Identifier: MPL-2.0
import type { RuleForm } from '../../domain/ruleForm';

/** What is typed into a form for a rule, with the version that it was made from. */
export type RuleDraft = Readonly<{ version: string; form: RuleForm }>;

/** Reads the draft of a form, which the browser keeps until the tab is closed; null where there is none. */
export function readDraft(key: string): RuleDraft | null {
  try {
    const kept = sessionStorage.getItem(prefixed(key));
    return kept === null ? null : (JSON.parse(kept) as RuleDraft);
  } catch {
    return null;
  }
}

/** Keeps a draft. Where there is no room for it, it is only as safe as the page. */
export function writeDraft(key: string, draft: RuleDraft): void {
  try {
    sessionStorage.setItem(prefixed(key), JSON.stringify(draft));
  } catch {
    // Nothing can be done about it.
  }
}

/** Removes a draft that was saved or discarded. */
export function removeDraft(key: string): void {
  sessionStorage.removeItem(prefixed(key));
}

function prefixed(key: string): string {
  return `balrog rule ${key}`;
}
