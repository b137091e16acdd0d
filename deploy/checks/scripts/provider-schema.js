// SPDX-License-Identifier: MPL-2.0
//
// Writes schemas/google.json: the arguments of the resources that deploy/terraform uses, as the npm package @cdktf/provider-google has them, which is made from the
// provider's own schema. The package is too large to be fetched for each test. To use another resource: add it to the list, and run
//
//   npm install --no-save @cdktf/provider-google && node scripts/provider-schema.js
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';

const resources = [
  'bigquery_dataset',
  'bigquery_dataset_iam_member',
  'bigquery_table',
  'compute_backend_service',
  'compute_global_address',
  'compute_global_forwarding_rule',
  'compute_global_network_endpoint',
  'compute_global_network_endpoint_group',
  'compute_managed_ssl_certificate',
  'compute_ssl_policy',
  'compute_target_https_proxy',
  'compute_url_map',
  'logging_project_sink',
  'secret_manager_secret',
  'secret_manager_secret_iam_member',
  'secret_manager_secret_version',
  'service_account',
  'service_account_iam_member',
  'sql_database',
  'sql_database_instance',
  'sql_user',
  'storage_bucket',
  'storage_bucket_iam_member',
];

const folder = process.argv[2] ?? resolve(import.meta.dirname, '../node_modules/@cdktf/provider-google');

function snake(name) {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function schema(resource) {
  const file = resolve(folder, 'lib', resource.replaceAll('_', '-'), 'index.d.ts');
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023);
  const interfaces = new Map();
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement)) {
      interfaces.set(statement.name.text, statement);
    }
  }

  function fields(declaration) {
    const found = {};
    for (const member of declaration.members) {
      if (!ts.isPropertySignature(member) || member.type === undefined) {
        continue;
      }
      const nested = member.type
        .getText(source)
        .split(/[^A-Za-z0-9]+/)
        .map((name) => interfaces.get(name))
        .find((candidate) => candidate !== undefined);
      found[snake(member.name.getText(source))] = {
        ...(member.questionToken === undefined ? { required: true } : {}),
        ...(nested === undefined ? {} : { block: fields(nested) }),
      };
    }
    return found;
  }

  const wanted = `${resource.replaceAll('_', '')}config`;
  const config = [...interfaces.values()].find(({ name }) => name.text.toLowerCase() === wanted);
  if (config === undefined) {
    throw new Error(`No configuration of ${resource} in ${file}`);
  }
  return fields(config);
}

const found = Object.fromEntries(resources.map((resource) => [`google_${resource}`, schema(resource)]));
writeFileSync(resolve(import.meta.dirname, '../schemas/google.json'), `${JSON.stringify(found, null, 1)}\n`);
