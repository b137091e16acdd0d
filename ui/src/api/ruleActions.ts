// SPDX-License-Identifier: MPL-2.0
import { useMutation } from '@tanstack/react-query';
import { notify } from '../app/notices';
import { useApi } from '../app/session';
import type { ChangeOf } from '../domain/changes';
import type { RuleRow } from '../domain/ruleFields';
import { onlyFields } from '../domain/ruleFields';
import type { Conditions } from '../domain/timing';
import { type Api, body } from './client';
import type { Rule } from './rules';
import { useRefresh } from './scheduledChanges';
import type { components } from './schema';

type Schemas = components['schemas'];

/** A change of some fields of a rule. With what it was before, the change can be undone. */
type RuleUpdate = Readonly<{ id: number; version: number; fields: Partial<RuleRow>; before?: RuleRow }>;

/** What can be done with rules, at once. Lists are read again afterwards, and a notice says what was done. */
export function useRuleActions() {
  const api = useApi();
  const refresh = useRefresh();

  /** Undoes what was done, and reads everything again. */
  function undo(run: () => Promise<unknown>) {
    return { label: 'Undo', run: () => run().then(refresh) };
  }

  return {
    add: useMutation({
      mutationFn: (row: RuleRow) => add(api, row),
      onSuccess: (id) => {
        notify(
          `Rule ${id} added`,
          undo(() => remove(api, { rule_id: id, data_version: 1 })),
        );
        return refresh();
      },
    }),
    update: useMutation({
      mutationFn: (what: RuleUpdate) => update(api, what),
      onSuccess: (_answer, { id, version, fields, before }) => {
        const old = before && onlyThese(Object.keys(fields) as (keyof RuleRow)[], before);
        notify(
          `Rule ${id} changed`,
          old ? undo(() => update(api, { id, version: version + 1, fields: old })) : null,
        );
        return refresh();
      },
    }),
    remove: useMutation({
      mutationFn: (rule: Rule) => remove(api, rule),
      onSuccess: (_answer, rule) => {
        notify(
          `Rule ${rule.rule_id} deleted`,
          undo(async () => {
            const id = await add(api, onlyFields(rule));
            notify(`Added again as rule ${id}`);
          }),
        );
        return refresh();
      },
    }),
    revert: useMutation({
      mutationFn: (what: { id: number; changeId: number }) => revert(api, what),
      onSuccess: (_answer, { id }) => {
        notify(`Rule ${id} restored`);
        return refresh();
      },
    }),
  };
}

function onlyThese(fields: readonly (keyof RuleRow)[], row: RuleRow): Partial<RuleRow> {
  return Object.fromEntries(fields.map((field) => [field, row[field]]));
}

/** What can be scheduled for rules. Each answers with the id of the scheduled change. */
export function useRuleScheduling() {
  const api = useApi();
  const onSuccess = useRefresh();
  return {
    scheduleAdd: useMutation({
      mutationFn: (what: { row: RuleRow; conditions: Conditions }) =>
        schedule(api, { change_type: 'insert', ...withRelease(what.row), ...what.conditions }),
      onSuccess,
    }),
    scheduleUpdate: useMutation({
      mutationFn: (what: { id: number; version: number; row: RuleRow; conditions: Conditions }) =>
        schedule(api, {
          change_type: 'update',
          rule_id: what.id,
          data_version: what.version,
          ...withRelease(what.row),
          ...what.conditions,
        }),
      onSuccess,
    }),
    scheduleRemoval: useMutation({
      mutationFn: ({ rule, conditions }: { rule: Rule; conditions: Conditions }) =>
        schedule(api, {
          change_type: 'delete',
          rule_id: rule.rule_id,
          data_version: rule.data_version,
          ...conditions,
        }),
      onSuccess,
    }),
    reschedule: useMutation({
      mutationFn: (what: { change: ChangeOf<'rule'>; row: RuleRow; conditions: Conditions }) =>
        reschedule(api, what),
      onSuccess,
    }),
  };
}

async function add(api: Api, row: RuleRow): Promise<number> {
  return Number(body(await api.POST('/rules', { body: row as Schemas['NewRule'], parseAs: 'text' })));
}

async function update(
  api: Api,
  { id, version, fields }: { id: number; version: number; fields: Partial<RuleRow> },
): Promise<void> {
  await api.PUT('/rules/{id_or_alias}', {
    params: { path: { id_or_alias: String(id) } },
    body: { ...fields, data_version: version } as Schemas['RuleUpdate'],
  });
}

async function remove(
  api: Api,
  { rule_id: id, data_version: version }: Pick<Rule, 'rule_id' | 'data_version'>,
): Promise<void> {
  await api.DELETE('/rules/{id_or_alias}', {
    params: { path: { id_or_alias: String(id) }, query: { data_version: version } },
    parseAs: 'text',
  });
}

async function revert(api: Api, { id, changeId }: { id: number; changeId: number }): Promise<void> {
  await api.POST('/rules/{rule_id}/revisions', {
    params: { path: { rule_id: id } },
    body: { change_id: changeId },
    parseAs: 'text',
  });
}

async function schedule(api: Api, change: object): Promise<number> {
  return body(await api.POST('/scheduled_changes/rules', { body: change as Schemas['NewRuleChange'] })).sc_id;
}

async function reschedule(
  api: Api,
  { change, row, conditions }: { change: ChangeOf<'rule'>; row: RuleRow; conditions: Conditions },
): Promise<number> {
  const fields = change.changeType === 'delete' ? {} : withRelease(row);
  const base = change.changeType === 'update' ? { data_version: change.row.data_version } : {};
  await api.POST('/scheduled_changes/rules/{sc_id}', {
    params: { path: { sc_id: change.id } },
    body: {
      ...fields,
      ...base,
      ...conditions,
      sc_data_version: change.version,
    } as Schemas['RuleChangeUpdate'],
  });
  return change.id;
}

/** Old rules may lead nowhere. The server keeps that, as long as nobody sends it. */
function withRelease(row: RuleRow): Partial<RuleRow> {
  const { mapping, ...others } = row;
  return mapping === null ? others : row;
}
