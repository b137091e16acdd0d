// SPDX-License-Identifier: MPL-2.0
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import { useNavigate } from 'react-router';
import { ruleColumn } from '../../api/columns';
import type { IntendedChange } from '../../api/preflight';
import { ApiProblem } from '../../api/problem';
import { releaseNames } from '../../api/releaseNames';
import { useRuleActions, useRuleScheduling } from '../../api/ruleActions';
import { rule as oneRule, type Rule, rules } from '../../api/rules';
import { ruleChange } from '../../api/scheduledChanges';
import { useAccount, useApi } from '../../app/session';
import type { ChangeOf } from '../../domain/changes';
import { type Merge, merge } from '../../domain/merge';
import { may, type Verdict } from '../../domain/permissions';
import { FIELDS, type RuleField, type RuleRow } from '../../domain/ruleFields';
import {
  BLANK,
  changed,
  formProblems,
  formWarnings,
  fromForm,
  type RuleForm,
  toForm,
} from '../../domain/ruleForm';
import { ruleWarnings } from '../../domain/ruleWarnings';
import type { RequiredSignoffs } from '../../domain/signoffs';
import { conditions, possibleTiming, type Timing, timingOf } from '../../domain/timing';
import { readDraft, removeDraft, writeDraft } from './ruleDraft';
import { intendedAddition, intendedUpdate, useRuleSignoffs } from './useRuleSignoffs';

/** What a form is for. */
export type Target =
  /** A rule that is added: a duplicate of another one, or one that begins with the fields of one that was deleted. */
  | Readonly<{ kind: 'new'; original: Rule | null; deleted?: RuleRow }>
  /** The fields begin with those of a draft, if there is one. */
  | Readonly<{ kind: 'rule'; rule: Rule; draft?: RuleRow }>
  | Readonly<{ kind: 'change'; change: ChangeOf<'rule'>; rule: Rule | null }>;

const NAMES = FIELDS.map(({ name }) => name);
const ACTIONS = { insert: 'create', update: 'modify', delete: 'delete' } as const;

/** The state of a form for a rule, and what can be done with it. */
export function useRuleEditor(target: Target) {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const account = useAccount();
  // What the form is about as it was read last; a conflict brings a later version.
  const [current, setCurrent] = useState(target);
  const [initial] = useState(() =>
    target.kind === 'rule' && target.draft ? toForm(target.draft) : beginning(target),
  );
  const key = draftKey(target);
  const [kept] = useState(() => {
    const draft = readDraft(key);
    // A draft that was made from another version could undo what others have changed since.
    return draft !== null && draft.version === versionOf(target) ? draft.form : null;
  });
  const [form, setForm] = useState(kept ?? initial);
  const [isRestored, setRestored] = useState(kept !== null);
  const [isDone, setDone] = useState(false);
  const isTouched = NAMES.some((name) => form[name] !== initial[name]);

  useEffect(() => {
    if (isTouched && !isDone) {
      writeDraft(key, { version: versionOf(current), form });
    } else {
      removeDraft(key);
    }
  }, [key, form, current, isTouched, isDone]);
  const [chosen, setTiming] = useState<Timing | null>(() =>
    target.kind === 'change' ? timingOf(target.change, Date.now()) : null,
  );
  const [conflict, setConflict] = useState<{ merge: Merge<RuleField>; later: Target } | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  const actions = useRuleActions();
  const scheduling = useRuleScheduling();

  const before = comparedWith(current);
  const row = useMemo(() => fromForm(form), [form]);
  const differing = useMemo(
    () => (before === null ? new Set<RuleField>() : changed(before, form)),
    [before, form],
  );
  const releasesAsked = before === null || differing.has('mapping') || differing.has('fallbackMapping');
  const { data: names } = useQuery({ ...releaseNames(api), enabled: releasesAsked });
  const known = useMemo(() => (names === undefined ? null : new Set(names)), [names]);
  const old = current.kind === 'new' ? null : current.rule;
  const problems = formProblems(form, old === null ? null : toForm(old));
  const isSound = Object.keys(problems).length === 0;
  const isDifferent = before === null || differing.size > 0;
  const signoffs = useRuleSignoffs(
    isSound && isDifferent ? intended(current, row) : null,
    old === null ? [row] : [old, row],
  );
  const required = keepsSignoffs(current, row) ?? signoffs.required;
  const when = possibleTiming(chosen, Object.keys(required).length > 0);

  const { data: present } = useQuery(rules(api));
  const { data: locales } = useQuery(ruleColumn(api, 'locale'));
  const warnings = useMemo(
    () => ({
      ...ruleWarnings(row, old?.rule_id ?? null, present ?? [], locales ?? []),
      ...formWarnings(form, known),
    }),
    [row, old?.rule_id, present, locales, form, known],
  );

  const set = useCallback(
    (field: RuleField, value: string) => setForm((old) => ({ ...old, [field]: value })),
    [],
  );

  /** Sends it. What fails is kept, and shown at the buttons. */
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(null);
    try {
      const place = await sent();
      flushSync(() => setDone(true));
      removeDraft(key);
      navigate(place);
    } catch (error) {
      if (error instanceof ApiProblem && error.isConflict && current.kind !== 'new') {
        await compare(error);
      } else {
        setFailure(error instanceof Error ? error : new Error(String(error)));
      }
    } finally {
      setBusy(false);
    }
  }

  /** Sends it, and tells where it can be seen then. */
  async function sent(): Promise<string> {
    const waits = conditions(when, Date.now());
    if (current.kind === 'change') {
      const id = await scheduling.reschedule.mutateAsync({ change: current.change, row, conditions: waits });
      return `/rules/changes/${id}`;
    }
    if (current.kind === 'new') {
      return when.kind === 'now'
        ? `/rules/${await actions.add.mutateAsync(row)}`
        : `/rules/changes/${await scheduling.scheduleAdd.mutateAsync({ row, conditions: waits })}`;
    }
    const { rule_id: id, data_version: version } = current.rule;
    if (when.kind === 'now') {
      const fields = Object.fromEntries([...differing].map((name) => [name, row[name]]));
      await actions.update.mutateAsync({ id, version, fields, before: current.rule });
      return `/rules/${id}`;
    }
    const scheduled = await scheduling.scheduleUpdate.mutateAsync({ id, version, row, conditions: waits });
    return `/rules/changes/${scheduled}`;
  }

  /** Reads what somebody else has changed, and puts it beside what is written here. */
  async function compare(refusal: ApiProblem): Promise<void> {
    const later = await readAgain();
    const base = beginning(current);
    const theirs = beginning(later);
    const isLater = versionOf(later) !== versionOf(current);
    if (isLater) {
      setConflict({ merge: merge(NAMES, base, form, theirs), later });
    } else {
      setFailure(refusal);
    }
  }

  async function readAgain(): Promise<Target> {
    if (current.kind === 'change') {
      const change = await queries.fetchQuery(ruleChange(api, current.change.id));
      const base = change.row.rule_id === null ? null : await readRule(change.row.rule_id);
      return { kind: 'change', change, rule: base };
    }
    return current.kind === 'rule' ? { kind: 'rule', rule: await readRule(current.rule.rule_id) } : current;
  }

  function readRule(id: number): Promise<Rule> {
    return queries.fetchQuery({ ...oneRule(api, String(id)), staleTime: 0 });
  }

  return {
    /** Whether something was typed that is not saved. */
    isUnsaved: isTouched && !isDone,
    isRestored,
    discardDraft: () => {
      setForm(initial);
      setRestored(false);
    },
    current,
    form,
    row,
    before,
    differing,
    set,
    problems,
    warnings,
    required,
    preflight: signoffs.preflight,
    preflightError: signoffs.error,
    timing: when,
    setTiming,
    verdict: verdictOf(),
    send,
    busy,
    failure,
    conflict: conflict?.merge ?? null,
    dismissConflict: () => setConflict(null),
    takeMerged: (merged: RuleForm) => {
      if (conflict !== null) {
        setCurrent(conflict.later);
        setForm(merged);
        setConflict(null);
      }
    },
  };

  function verdictOf(): Verdict {
    const action =
      current.kind === 'new'
        ? 'create'
        : current.kind === 'rule'
          ? 'modify'
          : ACTIONS[current.change.changeType];
    const first = may(account, 'rule', action, (old ?? row).product);
    return first.allowed && current.kind !== 'new' ? may(account, 'rule', action, row.product) : first;
  }
}

export type RuleEditor = ReturnType<typeof useRuleEditor>;

/** What the server is asked about; null for what is scheduled already, which it would refuse to schedule again. */
function intended(target: Target, row: RuleRow): IntendedChange | null {
  switch (target.kind) {
    case 'new':
      return intendedAddition(row);
    case 'rule':
      return intendedUpdate(target.rule, row);
    case 'change':
      return null;
  }
}

/** The signoffs that a scheduled change needs already, as long as it stays for the same clients; null otherwise. */
function keepsSignoffs(target: Target, row: RuleRow): RequiredSignoffs | null {
  if (target.kind !== 'change') {
    return null;
  }
  const { changeType, required, row: scheduled } = target.change;
  const isSame = scheduled.product === row.product && scheduled.channel === row.channel;
  return changeType === 'delete' || isSame ? required : null;
}

/** What the fields hold at first. */
function beginning(target: Target): RuleForm {
  switch (target.kind) {
    case 'new':
      // An alias stands for one rule only.
      if (target.deleted !== undefined) {
        return toForm(target.deleted);
      }
      return target.original === null ? BLANK : { ...toForm(target.original), alias: '' };
    case 'rule':
      return toForm(target.rule);
    case 'change':
      return toForm(
        target.change.changeType === 'delete' && target.rule !== null ? target.rule : target.change.row,
      );
  }
}

/** What the fields are compared with, to make those stand out that differ; null for nothing. */
function comparedWith(target: Target): RuleForm | null {
  const row: RuleRow | null = target.kind === 'new' ? target.original : target.rule;
  return row === null ? null : toForm(row);
}

/** What the draft of a form is kept under. */
function draftKey(target: Target): string {
  switch (target.kind) {
    case 'new':
      return target.original === null ? 'new' : `duplicate ${target.original.rule_id}`;
    case 'rule':
      return `rule ${target.rule.rule_id}`;
    case 'change':
      return `change ${target.change.id}`;
  }
}

function versionOf(target: Target): string {
  switch (target.kind) {
    case 'new':
      return '';
    case 'rule':
      return String(target.rule.data_version);
    case 'change':
      return `${target.change.version}/${target.change.row.data_version}`;
  }
}
