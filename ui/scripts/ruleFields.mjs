// SPDX-License-Identifier: MPL-2.0
//
// ruleFields.mjs: writes src/api/ruleFields.json, the fields of a rule as the OpenAPI document describes them.
import { readFileSync, writeFileSync } from 'node:fs';
import { load } from 'js-yaml';

const contract = '../admin/src/main/resources/dev/balrog/admin/contract/openapi.yaml';
const { properties } = load(readFileSync(contract, 'utf8')).components.schemas.RuleFields;
const fields = Object.entries(properties).map(([name, schema]) => ({
  name,
  label: schema.title,
  hint: schema.description?.replace(/\.$/, ''),
  kind: schema.type.includes('boolean') ? 'yesNo' : schema.type.includes('integer') ? 'integer' : 'text',
  maxLength: schema.maxLength,
  isList: schema['x-list'] ?? false,
}));
writeFileSync('src/api/ruleFields.json', `${JSON.stringify(fields, null, 2)}\n`);
