// SPDX-License-Identifier: MPL-2.0
import { useQuery } from '@tanstack/react-query';
import { type IntendedChange, usePreflight } from '../../api/preflight';
import { productSignoffs } from '../../api/requiredSignoffs';
import type { Rule } from '../../api/rules';
import { useApi } from '../../app/session';
import { requiredForRules } from '../../domain/requiredSignoffs';
import { onlyFields, type RuleRow } from '../../domain/ruleFields';

/**
 * Whose signoffs a change of a rule needs: as the server has found out, and until it has, as it looks from here.
 *
 * @param intended null while there is nothing to ask about
 * @param rows what the rule says before and after
 */
export function useRuleSignoffs(intended: IntendedChange | null, rows: readonly RuleRow[]) {
  const { preflight, error } = usePreflight(intended);
  const { data: requirements = [] } = useQuery(productSignoffs(useApi()));
  const found = preflight?.refused === null ? preflight.required_signoffs : null;
  return { preflight, error, required: found ?? requiredForRules(requirements, rows) };
}

export function intendedAddition(row: RuleRow): IntendedChange {
  return { kind: 'rule', change_type: 'insert', row };
}

export function intendedUpdate({ rule_id, data_version }: Rule, row: RuleRow): IntendedChange {
  const { mapping, ...others } = onlyFields(row);
  // Old rules may lead nowhere. The server keeps that, as long as nobody sends it.
  const fields = mapping === null ? others : { mapping, ...others };
  return { kind: 'rule', change_type: 'update', row: { ...fields, rule_id, data_version } };
}

export function intendedDeletion({ rule_id, data_version }: Rule): IntendedChange {
  return { kind: 'rule', change_type: 'delete', row: { rule_id, data_version } };
}
