// SPDX-License-Identifier: MPL-2.0
import { expect, test } from 'vitest';
import { claimed } from '../src/claims';
import { below, text } from '../src/files';
import { manifests } from '../src/manifests';

/** All that the apps read from their environment has its name in here. */
const sources = below('cli/src/main/java').map(text).join('\n');

function unknown(names: (string | undefined)[]): (string | undefined)[] {
  return names.filter((name) => !new RegExp(`\\b${name}\\b`).test(sources));
}

test.each(['public', 'admin', 'agent'])('the %s app knows the variables that it is given', (app) => {
  const [{ body }] = manifests(app, text(`deploy/kubernetes/base/${app}/app.yaml`)) as [
    ReturnType<typeof manifests>[0],
  ];
  const given = body.spec.template.spec.containers[0].env.map(({ name }: { name: string }) => name);
  const settings = claimed('settings')
    .filter((path) => path.endsWith(`/${app}.env`))
    .flatMap((path) => [...text(path).matchAll(/^([A-Z0-9_]+)=/gm)].map(([, name]) => name));

  expect(settings.length).toBeGreaterThan(0);
  expect(unknown([...given, ...settings, 'DBURI', 'SENTRY_DSN'])).toEqual([]);
  expect(unknown(['NOT_A_VARIABLE'])).toEqual(['NOT_A_VARIABLE']);
});

test.each(['admin', 'public'])(
  'the %s app of production hides names of users from anonymous requests',
  (app) => {
    const settings = text(`deploy/kubernetes/overlays/production/${app}/${app}.env`);

    expect(settings).toMatch(/^ANONYMOUS_READ=(redacted|none)$/m);
    expect(settings).not.toMatch(/^UNVERIFIED_EMAILS=accept$/m);
  },
);
