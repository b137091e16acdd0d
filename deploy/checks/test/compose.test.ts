// SPDX-License-Identifier: MPL-2.0
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose has similar templates.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { DCLinter } from 'dclint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { claimed } from '../src/claims';
import { below, root, text } from '../src/files';
import { absence, run } from '../src/programs';

interface Service {
  image: string;
  command?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  restart: string;
  read_only?: boolean;
  cap_drop?: string[];
  deploy: { resources: { limits: { cpus: string; memory: string } } };
}

const compose: { services: Record<string, Service>; volumes: Record<string, unknown> } = parse(
  text('compose.yaml'),
  { merge: true },
);
const services = Object.entries(compose.services);
/** Services that run an image of this project. */
const ours = services.filter(([, { image }]) => image.includes('/balrog-'));
/** Services that end when they have done their work. */
const once = services.filter(([, { restart }]) => restart === 'no').map(([name]) => name);

/** The sources of the commands, of production and of the demo. */
const program = ['cli/src/main/java', 'demo/src/main/java'].flatMap(below);

/** The mistakes that the linter finds: against the schema of the Compose Specification, and its rules on ports, images and names. */
function lint(path: string): string[] {
  const linter = new DCLinter({
    rules: {
      'service-keys-order': 0,
      'services-alphabetical-order': 0,
      'service-dependencies-alphabetical-order': 0,
      'service-ports-alphabetical-order': 0,
      'top-level-properties-order': 0,
    },
    quiet: false,
    debug: false,
    exclude: [],
  });
  return linter
    .lintFiles([path], false)
    .flatMap(({ messages }) => messages.map(({ rule, message }) => `${rule}: ${message}`));
}

/** The variables that the commands read: `@Variable("NAME")`. */
function variablesOfTheApps(): Set<string> {
  const sources = program.map(text);
  return new Set(
    sources.flatMap((source) =>
      [...source.matchAll(/@Variable\("(\w+)"\)/g)].map(([, name]) => name as string),
    ),
  );
}

test('all files are known', () => {
  expect(claimed('compose').sort()).toEqual([
    'deploy/compose/accounts.json',
    'deploy/compose/prometheus.yaml',
    'deploy/compose/start-prometheus',
  ]);
});

describe('the linter', () => {
  test('finds nothing', () => {
    expect(lint(resolve(root, 'compose.yaml'))).toEqual([]);
  });

  test('knows the schema, and finds ports that others can reach', () => {
    const folder = mkdtempSync(resolve(tmpdir(), 'balrog-compose-'));
    const wrong = resolve(folder, 'compose.yaml');
    writeFileSync(wrong, 'name: x\nservices:\n  a:\n    image: a:1\n    portz: []\n');
    const schema = lint(wrong);
    writeFileSync(wrong, 'name: x\nservices:\n  a:\n    image: a:1\n    ports: ["80:80"]\n');
    const open = lint(wrong);
    rmSync(folder, { recursive: true });

    expect(schema).toEqual([expect.stringContaining('must NOT have additional properties')]);
    expect(open).toContainEqual(expect.stringContaining('no-unbound-port-interfaces'));
  });
});

describe('images', () => {
  const built = [...text('deploy/images/pom.xml').matchAll(/\/(balrog-[a-z]+)<\/image>/g)].map(
    ([, name]) => name,
  );

  test.each(ours)('%s runs one that is built, in a version that can be chosen', (_, { image }) => {
    const [, name] =
      /^\$\{BALROG_IMAGES:-localhost\}\/(balrog-[a-z]+):\$\{BALROG_VERSION:-latest\}$/.exec(image) ?? [];
    expect(built).toContain(name);
  });

  test('of others are pinned by digest', () => {
    const others = services.filter((service) => !ours.includes(service));
    expect(others.map(([name]) => name).sort()).toEqual(['grafana', 'mariadb', 'prometheus']);
    for (const [name, { image }] of others) {
      expect(image, name).toMatch(/^docker\.io\/[a-z/]+:v?\d+[\d.]*@sha256:[0-9a-f]{64}$/);
    }
  });

  test('of the apps, the schema upgrade and the sample data are all there', () => {
    expect(services.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'mariadb',
        'upgrade',
        'sample',
        'public',
        'admin',
        'agent',
        'prometheus',
        'grafana',
      ]),
    );
  });
});

describe.each(ours)('%s', (name, service) => {
  test('is given variables that its commands read', () => {
    const known = variablesOfTheApps();
    expect(known).toContain('DBURI');
    expect(Object.keys(service.environment ?? {}).filter((variable) => !known.has(variable))).toEqual([]);
  });

  test('can do as little as possible', () => {
    expect(service.read_only).toBe(true);
    expect(service.cap_drop).toEqual(['ALL']);
  });

  test('is checked on a port that it listens on, unless it ends', () => {
    if (once.includes(name)) {
      expect(service.healthcheck).toBeUndefined();
      return;
    }
    const ports: Record<string, string> = { public: '9010', admin: '7070', agent: '9030', identity: '9040' };
    const check = service.healthcheck?.test ?? [];
    expect(check.slice(-3, -1)).toEqual(['dev.balrog.cli.Main', 'health']);
    expect(new URL(check.at(-1) ?? '').port).toBe(ports[name]);
    expect(service.environment?.PORT ?? ports[name]).toBe(ports[name]);
    expect(service.environment?.HOST).toBe('0.0.0.0');
  });
});

describe.each(services)('%s', (_, service) => {
  test('has limits', () => {
    expect(service.deploy.resources.limits.cpus).toMatch(/^\d+(\.\d+)?$/);
    expect(service.deploy.resources.limits.memory).toMatch(/^\d+[MG]$/);
  });

  test('is published to this machine only', () => {
    for (const port of service.ports ?? []) {
      expect(port).toMatch(/^127\.0\.0\.1:\$\{BALROG_[A-Z]+_PORT:-(\d+)\}:\1$/);
    }
  });

  test('mounts files that are there, and only reads them', () => {
    for (const volume of service.volumes ?? []) {
      const [from, , mode] = volume.split(':') as [string, string, string?];
      if (from.startsWith('.')) {
        expect(existsSync(resolve(root, from)), from).toBe(true);
        expect(mode, from).toBe('ro');
      } else {
        expect(compose.volumes).toHaveProperty(from);
      }
    }
  });

  test('waits for services that can become what it waits for', () => {
    for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(condition, needed).toBe(
        once.includes(needed) ? 'service_completed_successfully' : 'service_healthy',
      );
      if (condition === 'service_healthy') {
        expect(compose.services[needed]?.healthcheck, needed).toBeDefined();
      }
    }
  });
});

test('the tables are there before the sample data, and the data before the apps', () => {
  expect(compose.services.upgrade?.command).toEqual(['db', 'upgrade']);
  expect(compose.services.upgrade?.depends_on).toHaveProperty('mariadb');
  expect(compose.services.sample?.depends_on).toHaveProperty('upgrade');
  expect(compose.services.public?.depends_on).toHaveProperty('sample');
  expect(compose.services.admin?.depends_on).toHaveProperty('sample');
});

test('commands are those of the program', () => {
  const commands = program
    .map(text)
    .flatMap((source) => [...source.matchAll(/@Command\(\s*name = "([\w-]+)"/g)].map(([, name]) => name));
  for (const [name, { command }] of ours) {
    for (const word of command ?? []) {
      expect(commands, name).toContain(word);
    }
  }
});

test('passwords say that they are no secrets', () => {
  const secrets = services.flatMap(([, { environment = {} }]) =>
    Object.entries(environment).flatMap(([variable, value]) =>
      variable === 'DBURI'
        ? [/:\/\/\w+:([^@]+)@/.exec(value)?.[1]]
        : /PASSWORD$|SECRET$/.test(variable) && !variable.includes('RANDOM')
          ? [value]
          : [],
    ),
  );
  expect(secrets.length).toBeGreaterThan(3);
  expect(new Set(secrets)).toEqual(new Set(['local-evaluation-only']));
});

test('the agent is known to the admin app by the account that it logs in with', () => {
  const accounts = JSON.parse(text('deploy/compose/accounts.json'));
  expect(accounts).toHaveProperty(compose.services.agent?.environment?.AUTH0_M2M_CLIENT_ID ?? 'none');
  for (const variable of ['OIDC_ISSUER']) {
    expect(compose.services.admin?.environment?.[variable]).toBe(
      compose.services.identity?.environment?.[variable],
    );
  }
});

describe('Prometheus', () => {
  const config = parse(text('deploy/compose/prometheus.yaml'));

  test('scrapes each app on its port for metrics, as the job that alerts ask for', () => {
    const alerts = text('deploy/prometheus/rules/alerts.yaml');
    for (const { job_name, static_configs } of config.scrape_configs) {
      expect(alerts).toContain(`job=~"(.+/)?${job_name}"`);
      const [host, port] = static_configs[0].targets[0].split(':');
      expect(job_name).toBe(`balrog-${host}`);
      expect(compose.services[host]?.environment?.METRICS_PORT).toBe(port);
    }
    expect(config.scrape_configs).toHaveLength(3);
  });

  test('is given the rules of the manifests', async () => {
    const folder = mkdtempSync(resolve(tmpdir(), 'balrog-rules-'));
    try {
      const ended = await run('sh', ['deploy/compose/start-prometheus', 'echo', 'started'], {
        env: { RULES: 'deploy/prometheus/rules', UNPACKED_RULES: folder },
      });

      expect(ended).toEqual({ status: 0, stdout: 'started\n', stderr: '' });
      expect(readdirSync(folder).sort()).toEqual(['alerts.yaml', 'recording.yaml']);
      for (const file of readdirSync(folder)) {
        expect(parse(readFileSync(resolve(folder, file), 'utf8'))).toEqual(
          parse(text(`deploy/prometheus/rules/${file}`)).spec,
        );
      }
      expect(compose.services.prometheus?.environment?.UNPACKED_RULES).toBe('/tmp/rules');
      expect(config.rule_files).toEqual(['/tmp/rules/*.yaml']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  const withoutPromtool = absence('promtool');
  test.skipIf(withoutPromtool !== '')(`reads its configuration${withoutPromtool}`, async () => {
    const { status, stderr } = await run('promtool', [
      'check',
      'config',
      '--syntax-only',
      'deploy/compose/prometheus.yaml',
    ]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  test('is started by a script that can be run and is sound', async () => {
    expect(statSync(resolve(root, 'deploy/compose/start-prometheus')).mode & 0o111).toBe(0o111);
    expect(await run('sh', ['-n', 'deploy/compose/start-prometheus'])).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });
});

test('Grafana is given the dashboards where its provisioning looks for them', () => {
  const provider = parse(text('deploy/grafana/provisioning/dashboards/balrog.yaml')).providers[0];
  expect(compose.services.grafana?.volumes).toContain(
    `./deploy/grafana/dashboards:${provider.options.path}:ro`,
  );
  const source = parse(text('deploy/grafana/provisioning/datasources/prometheus.yaml')).datasources[0];
  expect(source.url).toBe('$PROMETHEUS_URL');
  expect(compose.services.grafana?.environment?.PROMETHEUS_URL).toBe('http://prometheus:9090');
});
