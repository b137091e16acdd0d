// SPDX-License-Identifier: MPL-2.0
import { readdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { claimed } from '../src/claims';
import { beside, root, text } from '../src/files';
import { invalidValues, type Manifest, manifests, unknownFields } from '../src/manifests';
import { absence, run } from '../src/programs';

const kustomizations = claimed('kustomizations').map((path) => ({ path, body: parse(text(path)) }));
const apps = kustomizations.filter(({ body }) => body.images !== undefined);

/** The files and folders that a kustomization takes, seen from the top of the project. */
// biome-ignore lint/suspicious/noExplicitAny: the renderer says what is wrong with its form.
function taken({ path, body }: { path: string; body: any }): string[] {
  return [
    ...(body.resources ?? []),
    ...(body.configurations ?? []),
    ...(body.configMapGenerator ?? []).flatMap(({ envs = [], files = [] }) => [...envs, ...files]),
  ].map((file: string) => beside(path, file));
}

const used = new Set(kustomizations.flatMap(taken));

describe.each(kustomizations.map((kustomization) => [kustomization.path, kustomization] as const))(
  '%s',
  (path, kustomization) => {
    test('takes what is there', () => {
      for (const file of taken(kustomization)) {
        expect(() => statSync(resolve(root, file)), file).not.toThrow();
      }
    });

    test('leaves out nothing that lies beside it', () => {
      const folder = dirname(path);
      const files = readdirSync(resolve(root, folder), { withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== 'kustomization.yaml')
        .map((entry) => `${folder}/${entry.name}`);

      expect(files.filter((file) => !used.has(file))).toEqual([]);
    });
  },
);

const withoutKubectl = absence('kubectl');

/** What a cluster would be given. */
async function render(path: string, namespace: string): Promise<Manifest[]> {
  const { status, stdout, stderr } = await run('kubectl', ['kustomize', dirname(path)]);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const rendered = manifests(path, stdout);
  expect(await invalidValues(rendered)).toEqual([]);
  expect(unknownFields(rendered)).toEqual([]);
  expect(rendered.filter(({ body }) => body.metadata.namespace !== namespace)).toEqual([]);
  return rendered;
}

describe.each(apps.map(({ path, body }) => [path, body] as const))('%s', (path, { images, namespace }) => {
  const [, environment, app] = /overlays\/(\w+)\/(\w+)\//.exec(path) ?? [];

  test('names one version, of two parts', () => {
    expect(images.map(({ name }: { name: string }) => name)).toEqual([`balrog-${app}`]);
    expect(images[0].newTag).toMatch(/^v(0|[1-9]\d*)\.(0|[1-9]\d*)$/);
    // Before the first deployment there is nothing that could have been verified: v0.1 is no release.
    expect(images[0].digest ?? 'none').toMatch(
      images[0].newTag === 'v0.1' ? /^(none|sha256:[0-9a-f]{64})$/ : /^sha256:[0-9a-f]{64}$/,
    );
  });

  test('is in the namespace of its environment', () => {
    expect(namespace).toBe(`balrog-${environment}`);
  });

  test.skipIf(withoutKubectl !== '')(`is rendered soundly${withoutKubectl}`, async () => {
    const rendered = await render(path, namespace);
    // What an overlay has to fill in is one of these in the base.
    expect(JSON.stringify(rendered)).not.toMatch(/\b(PROJECT|LOCATION|CLUSTER|NAMESPACE)\b|\.invalid\b/);
    const built = rendered.flatMap(
      ({ body }) => (body.spec?.jobTemplate?.spec.template ?? body.spec?.template)?.spec?.containers ?? [],
    );
    for (const { image } of built) {
      const { newName, newTag, digest } = images[0];
      expect(image).toBe(`${newName}:${newTag}${digest === undefined ? '' : `@${digest}`}`);
    }
    // A change of settings makes new pods: their name carries what is in them.
    const settings = rendered.filter(({ kind }) => kind === 'ConfigMap').map(({ name }) => name);
    for (const name of settings) {
      expect(name).toMatch(/-[a-z0-9]{10}$/);
      expect(JSON.stringify(rendered.filter(({ kind }) => /Deployment|Rollout/.test(kind)))).toContain(name);
    }
  });
});

describe.each(['stage', 'production'])('what watches %s', (environment) => {
  test.skipIf(withoutKubectl !== '')(`is rendered soundly${withoutKubectl}`, async () => {
    const path = `deploy/kubernetes/overlays/${environment}/watching/kustomization.yaml`;
    const rendered = await render(path, `balrog-${environment}`);

    expect(rendered.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      'ConfigMap balrog-dashboards',
      'PrometheusRule balrog-alerts',
      'PrometheusRule balrog-recording',
    ]);
  });
});

describe.each(claimed('settings').map((path) => [path]))('%s', (path) => {
  test('is taken by a kustomization', () => {
    expect(used).toContain(path);
  });

  test.runIf(path.endsWith('.env'))('has variables with values, and no secrets', () => {
    const lines = text(path)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    for (const line of lines) {
      expect(line).toMatch(/^[A-Z][A-Z0-9_]*=\S.*$/);
      expect(line).not.toMatch(/^[A-Z0-9_]*(SECRET|PASSWORD|DSN|DBURI|PRIVATE)/);
    }
  });

  test.runIf(path.endsWith('.json'))('says the version that is deployed', () => {
    const [image] = apps.find((app) => app.path === beside(path, 'kustomization.yaml'))?.body.images ?? [];

    expect(JSON.parse(text(path)).version).toBe(image.newTag);
  });
});
