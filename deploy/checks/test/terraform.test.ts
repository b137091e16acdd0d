// SPDX-License-Identifier: MPL-2.0
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform has the same templates.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { claimed } from '../src/claims';
import { root, text } from '../src/files';
import { absence, run } from '../src/programs';
import { brokenReferences, type Configuration, configurations, unknownArguments } from '../src/terraform';

let all: Configuration[];

beforeAll(async () => {
  all = await configurations(claimed('terraform'));
});

// biome-ignore lint/suspicious/noExplicitAny: the form is what the checks are about.
function resource(module: string, type: string, name: string): any {
  return all
    .find(({ folder }) => folder === `deploy/terraform/modules/${module}`)
    ?.resources.find((candidate) => candidate.type === type && candidate.name === name)?.body;
}

const withoutTerraform = absence('terraform');
test.skipIf(withoutTerraform !== '')(`Terraform finds it well formatted${withoutTerraform}`, async () => {
  const { stdout } = await run('terraform', ['fmt', '-check', '-recursive', 'deploy/terraform']);
  expect(stdout).toBe('');
});

test('there is no argument that the provider does not know, and none is missing', () => {
  expect(all.flatMap(unknownArguments)).toEqual([]);
});

test('what is named is there', () => {
  expect(all.flatMap((configuration) => brokenReferences(configuration, all))).toEqual([]);
});

test('a mistake is found', () => {
  const [module] = all.filter(({ folder }) => folder.endsWith('/database'));
  const wrong = structuredClone(module as Configuration);
  wrong.resources = [
    { type: 'google_sql_user', name: 'wrong', body: { nmae: 'x', instance: 'balrog' } },
    {
      type: 'google_sql_database_instance',
      name: 'wrong',
      body: {
        database_version: 'MYSQL_8_4',
        settings: [{ tier: 'x', backup_configuration: [{ enable: true }] }],
      },
    },
  ];
  wrong.expressions = '"${var.nothing} ${local.nothing} ${google_sql_user.nothing.name}"';

  expect(unknownArguments(wrong)).toEqual([
    expect.stringContaining('unknown: nmae'),
    expect.stringContaining('missing: name'),
    expect.stringContaining('unknown: enable'),
  ]);
  expect(brokenReferences(wrong, all)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('var.nothing'),
      expect.stringContaining('local.nothing'),
      expect.stringContaining('google_sql_user.nothing'),
    ]),
  );
});

describe('the database', () => {
  test('is saved every night, and can be brought back to any second of a week', () => {
    const [settings] = resource('database', 'google_sql_database_instance', 'balrog').settings;
    const [backup] = settings.backup_configuration;

    expect(backup.enabled).toBe(true);
    expect(backup.start_time).toMatch(/^\d\d:00$/);
    expect(backup.binary_log_enabled).toBe(true);
    expect(backup.transaction_log_retention_days).toBeGreaterThanOrEqual(7);
  });

  test('is not deleted by accident', () => {
    const instance = resource('database', 'google_sql_database_instance', 'balrog');

    expect(instance.deletion_protection).toBe(true);
    expect(instance.lifecycle).toEqual([{ prevent_destroy: true }]);
  });

  test('is reached from the private network alone, with TLS', () => {
    const [{ ip_configuration }] = resource('database', 'google_sql_database_instance', 'balrog').settings;

    expect(ip_configuration[0].ipv4_enabled).toBe(false);
    expect(ip_configuration[0].ssl_mode).toBe('ENCRYPTED_ONLY');
  });

  test('lets the admin app read and add rows, and only what upgrades the tables change them', () => {
    expect(resource('database', 'mysql_grant', 'admin').privileges).toEqual(['INSERT', 'SELECT']);
    expect(resource('database', 'mysql_grant', 'upgrade').grant).toBe(true);
    expect(resource('secrets', 'google_secret_manager_secret_version', 'admin').secret_data).toContain(
      'admin_dburi',
    );
    expect(resource('secrets', 'google_secret_manager_secret_version', 'upgrade').secret_data).toContain(
      'upgrade_dburi',
    );
  });

  test('lets the public app read, and nothing else', () => {
    expect(resource('database', 'mysql_grant', 'public').privileges).toEqual(['SELECT']);
    expect(resource('secrets', 'google_secret_manager_secret_version', 'public').secret_data).toContain(
      'public_dburi',
    );
  });
});

test('nightly history expires, that of releases is kept', () => {
  const { buckets } = all.find(({ folder }) => folder.endsWith('/history'))?.locals ?? {};

  expect(buckets).toEqual({ nightly: { expires_days: 90 }, releases: { expires_days: null } });
  expect(resource('history', 'google_storage_bucket', 'history').versioning).toEqual([
    { enabled: '${each.value.expires_days == null}' },
  ]);
  expect(resource('history', 'google_storage_bucket', 'history').retention_policy).toBeUndefined();
});

test('the three tables of logs have their schemas from deploy/logs', () => {
  const { tables } = all.find(({ folder }) => folder.endsWith('/logs'))?.locals ?? {};

  expect(Object.keys(tables)).toEqual(['requests', 'stderr', 'stdout']);
  expect(resource('logs', 'google_bigquery_table', 'logs').schema).toContain(
    '/../../../logs/${each.key}.schema.json',
  );
  // They come with the tests of the logs.
  if (existsSync(resolve(root, 'deploy/logs'))) {
    for (const table of Object.keys(tables)) {
      expect(
        JSON.parse(text(`deploy/logs/${table}.schema.json`)).map(({ name }: { name: string }) => name),
      ).toContain('timestamp');
    }
  }
});

describe.each(['stage', 'production'])('in %s', (environment) => {
  function configuration(): Configuration {
    return all.find(
      ({ folder }) => folder === `deploy/terraform/environments/${environment}`,
    ) as Configuration;
  }

  test('all modules are used', () => {
    expect(Object.keys(configuration().modules).sort()).toEqual([
      'cdn',
      'database',
      'history',
      'logs',
      'secrets',
    ]);
  });

  test('names fit those of the manifests', () => {
    const { locals, modules } = configuration();
    const overlay = `deploy/kubernetes/overlays/${environment}`;
    const settings = text(`${overlay}/admin/admin.env`);

    expect(parse(text(`${overlay}/public/kustomization.yaml`)).namespace).toBe(locals.namespace);
    expect(text(`${overlay}/public/kustomization.yaml`)).toContain(`value: ${modules.cdn.origin}\n`);
    expect(text(`${overlay}/admin/kustomization.yaml`)).toContain(`balrog-admin@${locals.project}.iam`);
    expect(settings).toContain(`RELEASES_HISTORY_BUCKET=gs://${locals.project}-releases-history\n`);
    expect(settings).toContain(`NIGHTLY_HISTORY_BUCKET=gs://${locals.project}-nightly-history\n`);
  });

  test('each secret that the manifests ask for is there', () => {
    const { addresses, settings } = all.find(({ folder }) => folder.endsWith('/secrets'))?.locals ?? {};
    const wanted = [
      'public/secrets',
      'admin/secrets',
      'admin/upgrade',
      'admin/cleanup',
      'agent/secrets',
    ].flatMap((file) => text(`deploy/kubernetes/base/${file}.yaml`).match(/(?<=key: )balrog-[\w-]+/gi) ?? []);

    expect([...Object.keys(addresses), ...Object.keys(settings)].sort()).toEqual([...new Set(wanted)].sort());
  });
});
