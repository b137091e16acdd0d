// SPDX-License-Identifier: MPL-2.0
import type { ChangeSet } from '../api/changeSets';
import { changedFields, type FieldChange } from './diff';
import { type HistoryKind, placeOf } from './history';
import type { Account, Verdict } from './permissions';
import { may } from './permissions';
import { labelOf } from './ruleFields';
import { isComplete, missing } from './signoffs';

type Change = ChangeSet['changes'][number];
type Row = Readonly<Record<string, unknown>>;

const VERBS = { insert: 'Add', update: 'Change', delete: 'Delete' } as const;
const SUBJECTS: Readonly<Record<string, string>> = {
  rule: 'rule',
  release: 'release',
  emergency_shutoff: 'emergency shutoff of',
  pin: 'pin',
  product_required_signoff: 'required signoff of',
  permission_required_signoff: 'required signoff of the permissions of',
  expectation: 'expectation',
};
const KEYS = ['name', 'product', 'channel', 'version', 'role'];
// What identifies a row, or says how it is sent.
const HIDDEN = new Set(['data_version', 'old_data_versions', 'rule_id', 'blob', 'data', 'merge', 'split']);

/** What a change of a set does, in a line such as “Change rule 12 (Firefox, release)”. */
export function changeTitle({ kind, change_type: type, row, current }: Change): string {
  const values: Row = { ...current, ...row };
  const named = KEYS.flatMap((key) => (typeof values[key] === 'string' ? [values[key] as string] : []));
  const expectation = (values.expectation as Row | undefined)?.name;
  const verb = VERBS[type];
  if (kind === 'rule') {
    const place = [values.product, values.channel].filter((value) => typeof value === 'string').join(', ');
    return `${verb} ${row.rule_id === undefined ? 'a rule' : `rule ${row.rule_id}`}${place === '' ? '' : ` (${place})`}`;
  }
  const subject = SUBJECTS[kind] ?? kind;
  return `${verb} ${subject} ${kind === 'expectation' ? (expectation ?? values.name) : named.join(', ')}`;
}

/** What a change of a set makes different, field by field. A field that an update leaves out stays as it is. */
export function changeFields({ kind, change_type: type, row, current }: Change): FieldChange[] {
  const before: Row | null = current;
  const after: Row | null = type === 'delete' ? null : { ...current, ...row };
  const names = [...new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})])].filter(
    (name) => !HIDDEN.has(name),
  );
  return changedFields(before, after, names).map((change) => ({
    ...change,
    field: kind === 'rule' ? labelOf(change.field) : change.field.replaceAll('_', ' '),
  }));
}

/** Where the row of a change is shown; null for a new rule. */
export function changePlace({ kind, row, change_type: type }: Change): string | null {
  return kind === 'rule' && type === 'insert'
    ? null
    : placeOf({
        kind: kind as HistoryKind,
        key: row as Readonly<Record<string, string | number | null>>,
        scheduled: false,
        signoff: false,
        comment: false,
        change_type: type,
        before: null,
        after: null,
      });
}

/** Whether an account may apply an open set now, or why not. */
export function mayEnact(account: Account, set: ChangeSet): Verdict {
  if (set.obstacle !== null) {
    return { allowed: false, reason: 'It can’t be applied as it is.' };
  }
  if (!isComplete(set.required_signoffs, set.signoffs)) {
    return {
      allowed: false,
      reason: `Signoffs are missing: ${missing(set.required_signoffs, set.signoffs)}.`,
    };
  }
  const free = Object.keys(set.required_signoffs).length === 0 && account.username === set.author;
  return free ? { allowed: true } : may(account, 'scheduled_change', 'enact');
}

/** Whether an account may cancel an open set, or why not. */
export function mayCancel(account: Account, set: ChangeSet): Verdict {
  return account.username === set.author
    ? { allowed: true }
    : may(account, 'admin', 'modify').allowed
      ? { allowed: true }
      : { allowed: false, reason: `Only ${set.author} and administrators can cancel it.` };
}
