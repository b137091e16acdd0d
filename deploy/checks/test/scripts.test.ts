// SPDX-License-Identifier: MPL-2.0
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { claimed } from '../src/claims';
import { root, text } from '../src/files';
import { absence, type Ended, run } from '../src/programs';

const scripts = claimed('scripts');
const migrations = 'store/src/main/resources/dev/balrog/store/migration';

describe.each(scripts.map((path) => [path]))('%s', (path) => {
  test('can be run, and stops at the first mistake', () => {
    expect(statSync(resolve(root, path)).mode & 0o111).toBe(0o111);
    expect(text(path)).toMatch(/^#!\/usr\/bin\/env bash\n# SPDX-License-Identifier: MPL-2\.0\n/);
    expect(text(path)).toContain('\nset -euo pipefail\n');
  });

  test('is sound to bash', async () => {
    expect(await run('bash', ['-n', path])).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  const withoutShellCheck = absence('shellcheck');
  test.skipIf(withoutShellCheck !== '')(`is sound to ShellCheck${withoutShellCheck}`, async () => {
    expect(await run('shellcheck', [path])).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});

describe('the name of a release', () => {
  test.each(['v0.1', 'v3.121', 'v10.0'])('is %s', async (name) => {
    expect((await run('deploy/ci/check-version', [name])).status).toBe(0);
  });

  test.each(['3.121', 'v3', 'v3.121.1', 'v3.121-rc1', 'v03.1', 'v3.', 'latest', ''])(
    'is not %j',
    async (name) => {
      const { status, stderr } = await run('deploy/ci/check-version', [name]);

      expect(status).toBe(1);
      expect(stderr).toContain('two parts, as in v3.121');
    },
  );
});

describe('the subjects of commits', () => {
  let repository: string;

  async function git(...args: string[]): Promise<string> {
    return (await run('git', args, { cwd: repository })).stdout.trim();
  }

  /** Checks a commit with this subject, on top of one whose subject nobody asks about. */
  async function check(subject: string) {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    await git('init', '-q');
    await git(...identity, 'commit', '-q', '--allow-empty', '-m', 'Before.');
    const base = await git('rev-parse', 'HEAD');
    await git(...identity, 'commit', '-q', '--allow-empty', '-m', subject);
    return run(resolve(root, 'deploy/ci/check-subjects'), [base, 'HEAD'], { cwd: repository });
  }

  beforeEach(() => {
    repository = mkdtempSync(resolve(tmpdir(), 'balrog-subjects-'));
  });

  afterEach(() => {
    rmSync(repository, { recursive: true, force: true });
  });

  test.each(['Serve what was asked for', 'x'.repeat(72)])('may be %j', async (subject) => {
    expect(await check(subject)).toMatchObject({ status: 0, stderr: '' });
  });

  test('are not longer than 72 characters', async () => {
    const { status, stderr } = await check('x'.repeat(73));

    expect(status).toBe(1);
    expect(stderr).toContain('has 73 characters');
  });

  test('do not end with a period', async () => {
    const { status, stderr } = await check('Serve it.');

    expect(status).toBe(1);
    expect(stderr).toContain('ends with a period');
  });
});

/** What Argo CD knows of an application; a sync makes the revision the deployed one. */
interface Application {
  revision: string;
  health: string[];
}

const without = absence('curl', 'git', 'jq');

describe.skipIf(without !== '')(`deploying${without}`, () => {
  let top: string;
  let upstream: string;
  let argo: Server;
  let asked: string[];
  let authorized: Set<string | undefined>;
  let applications: Record<string, Application>;

  beforeAll(async () => {
    argo = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
        const [, , , , name = '', ...what] = pathname.split('/');
        authorized.add(request.headers.authorization);
        applications[name] ??= { revision: 'none', health: ['Healthy'] };
        const application = applications[name];
        if (request.method === 'POST') {
          asked.push(`${name} ${what.join('/')} ${body}`);
          if (what[0] === 'sync') {
            application.revision = JSON.parse(body).revision;
          } else {
            asked.push(
              `${searchParams.get('namespace')} ${searchParams.get('kind')} ${searchParams.get('resourceName')}`,
            );
          }
        }
        const health = application.health.length > 1 ? application.health.shift() : application.health[0];
        response.setHeader('Content-Type', 'application/json').end(
          JSON.stringify({
            status: {
              sync: { status: 'Synced', revision: application.revision },
              operationState: { phase: 'Succeeded', syncResult: { revision: application.revision } },
              health: { status: health },
            },
          }),
        );
      });
    });
    await new Promise<void>((done) => argo.listen(0, '127.0.0.1', done));
  });

  afterAll(() => {
    argo.close();
  });

  /** Runs git or a script in the copy of the project. */
  function here(program: string, ...args: string[]): Promise<Ended> {
    return run(program, args, {
      cwd: top,
      env: {
        ARGOCD_URL: `http://127.0.0.1:${(argo.address() as AddressInfo).port}`,
        ARGOCD_TOKEN: 'secret',
        LOOK_SECONDS: '0.05',
        WAIT_SECONDS: '20',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'ada@example.com',
        GIT_COMMITTER_NAME: 'Ada',
        GIT_COMMITTER_EMAIL: 'ada@example.com',
      },
    });
  }

  /** Makes a release, with a migration if it is said what kind. */
  async function release(version: string, migration?: string): Promise<void> {
    if (migration !== undefined) {
      const name = `V${version.slice(1)}__x.sql`;
      writeFileSync(resolve(top, migrations, name), 'SELECT 1;\n');
      if (migration !== '') {
        appendFileSync(resolve(top, migrations, 'declarations.properties'), `${name} = ${migration}\n`);
      }
    }
    await here('git', 'add', '-A');
    await here('git', 'commit', '-qm', version, '--allow-empty');
    await here('git', 'tag', version);
    await here('git', 'push', '-q', 'origin', 'HEAD:main');
  }

  function deploy(...args: string[]): Promise<Ended> {
    return here('deploy/ci/deploy', ...args);
  }

  async function version(environment: string, app: string): Promise<string> {
    return (await here('deploy/ci/version', environment, app)).stdout.trim();
  }

  function synced(): string[] {
    return asked.filter((line) => line.includes(' sync ')).map((line) => line.split(' ')[0] as string);
  }

  /** A project with one release, and what it is pushed to. */
  let template: string;
  let folder: string;

  function use(place: string): void {
    folder = place;
    top = resolve(folder, 'top');
    upstream = resolve(folder, 'upstream');
  }

  beforeAll(async () => {
    template = mkdtempSync(resolve(tmpdir(), 'balrog-template-'));
    use(template);
    cpSync(resolve(root, 'deploy/ci'), resolve(top, 'deploy/ci'), { recursive: true });
    cpSync(resolve(root, 'deploy/kubernetes'), resolve(top, 'deploy/kubernetes'), { recursive: true });
    mkdirSync(resolve(top, migrations), { recursive: true });
    await here('git', 'init', '-q', '--bare', upstream);
    await here('git', 'init', '-q', '-b', 'main');
    await here('git', 'remote', 'add', 'origin', '../upstream');
    for (const environment of ['stage', 'production']) {
      for (const app of ['public', 'admin', 'agent', 'ui']) {
        await here('deploy/ci/version', environment, app, 'v1.0');
      }
    }
    await release('v1.0', 'additive');
  });

  afterAll(() => {
    rmSync(template, { recursive: true });
  });

  beforeEach(() => {
    asked = [];
    authorized = new Set();
    applications = {};
    use(mkdtempSync(resolve(tmpdir(), 'balrog-deploy-')));
    cpSync(template, folder, { recursive: true });
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('writes the version down, and has Argo CD deploy that commit', async () => {
    await release('v1.1');

    const { status } = await deploy('stage', 'v1.1', 'servers', 'ui');

    expect(status).toBe(0);
    expect(synced()).toEqual(['admin', 'agent', 'public', 'ui'].map((app) => `balrog-stage-${app}`));
    expect(authorized).toEqual(new Set(['Bearer secret']));
    for (const app of ['public', 'admin', 'agent', 'ui']) {
      expect(await version('stage', app)).toBe('v1.1');
      expect(await version('production', app)).toBe('v1.0');
    }
    expect(
      JSON.parse(readFileSync(resolve(top, 'deploy/kubernetes/overlays/stage/ui/config.json'), 'utf8'))
        .version,
    ).toBe('v1.1');
    const pushed = (await here('git', '--git-dir', upstream, 'rev-parse', 'main')).stdout.trim();
    expect(asked.at(-1)).toContain(pushed);
  });

  test('deploys for the first time, when what is written down was never released', async () => {
    await here('git', 'tag', '-d', 'v1.0');
    await release('v1.1', 'destructive');

    expect((await deploy('production', 'v1.1', 'servers')).status).toBe(0);

    expect(synced()).toEqual(['admin', 'agent', 'public'].map((app) => `balrog-production-${app}`));
  });

  test('deploys the same version again, for one that was not finished', async () => {
    expect((await deploy('stage', 'v1.0', 'admin')).status).toBe(0);

    expect(synced()).toEqual(['balrog-stage-admin']);
  });

  test('goes on after what others have pushed', async () => {
    await release('v1.1');
    await here('git', 'commit', '-q', '--allow-empty', '-m', 'another');
    await here('git', 'push', '-q', 'origin', 'HEAD:main');
    await here('git', 'reset', '-q', '--hard', 'HEAD~1');

    expect((await deploy('stage', 'v1.1', 'agent')).status).toBe(0);

    expect((await here('git', '--git-dir', upstream, 'log', '--format=%s', 'main')).stdout).toBe(
      'Deploy agent v1.1 to stage\nanother\nv1.1\nv1.0\n',
    );
  });

  test('stops at the first app that does not become healthy', async () => {
    await release('v1.1');
    applications['balrog-stage-admin'] = {
      revision: 'none',
      health: ['Progressing', 'Progressing', 'Degraded'],
    };

    const { status, stderr } = await deploy('stage', 'v1.1', 'servers');

    expect(status).toBe(1);
    expect(stderr).toContain('balrog-stage-admin is degraded');
    expect(synced()).toEqual(['balrog-stage-admin']);
  });

  test('leaves a canary to a person, who promotes it', async () => {
    await release('v1.1');
    const canary = { revision: 'none', health: ['Progressing', 'Progressing', 'Suspended'] };
    applications['balrog-production-public'] = canary;

    expect((await deploy('production', 'v1.1', 'servers')).status).toBe(0);
    canary.health = ['Suspended', 'Suspended', 'Progressing', 'Healthy'];
    expect((await here('deploy/ci/argo-cd', 'promote', 'balrog-production-public')).status).toBe(0);

    expect(canary.health).toEqual(['Healthy']);
    expect(asked.slice(-2)).toEqual([
      'balrog-production-public resource/actions "resume"',
      'balrog-production Rollout balrog-public',
    ]);
  });

  test('refuses what is not released', async () => {
    const { status, stderr } = await deploy('stage', 'v9.9', 'servers');

    expect(status).toBe(1);
    expect(stderr).toContain('there is no release v9.9');
  });

  describe('with additions to the schema', () => {
    beforeEach(() => release('v1.1', 'additive'));

    test('has the admin app come first', async () => {
      expect((await here('deploy/ci/order', 'v1.0', 'v1.1')).stdout).toBe('admin-first\n');
      expect((await deploy('production', 'v1.1', 'servers')).status).toBe(0);
      expect(synced()).toEqual(['admin', 'agent', 'public'].map((app) => `balrog-production-${app}`));
    });

    test('refuses the public app before that', async () => {
      const { status, stderr } = await deploy('production', 'v1.1', 'public');

      expect(status).toBe(1);
      expect(stderr).toContain('deploy the admin app before the public app');
      expect(asked).toEqual([]);
    });

    test('can go back', async () => {
      await deploy('production', 'v1.1', 'servers');

      expect((await deploy('production', 'v1.0', 'public', 'admin', 'agent')).status).toBe(0);
      expect(await version('production', 'public')).toBe('v1.0');
    });
  });

  describe('with something taken away from the schema', () => {
    beforeEach(() => release('v1.1', 'destructive'));

    test('deploys the public app alone to production, and the rest after it was promoted', async () => {
      expect((await here('deploy/ci/order', 'v1.0', 'v1.1')).stdout).toBe('public-first\n');

      expect((await deploy('production', 'v1.1', 'servers')).stdout).toContain(
        'Promote it, then deploy again',
      );
      expect(synced()).toEqual(['balrog-production-public']);
      applications['balrog-production-public']?.health.splice(0, 1, 'Suspended');
      expect((await deploy('production', 'v1.1', 'servers')).stderr).toContain('promote it first');
      expect(synced()).toEqual(['balrog-production-public']);
      applications['balrog-production-public']?.health.splice(0, 1, 'Healthy');
      expect((await deploy('production', 'v1.1', 'servers')).status).toBe(0);
      expect(synced().slice(1)).toEqual(
        ['admin', 'agent', 'public'].map((app) => `balrog-production-${app}`),
      );
    });

    test('deploys all to stage, where nobody has to promote', async () => {
      expect((await deploy('stage', 'v1.1', 'servers')).status).toBe(0);
      expect(synced()).toEqual(['public', 'admin', 'agent'].map((app) => `balrog-stage-${app}`));
    });

    test('refuses the admin app before that', async () => {
      const { status, stderr } = await deploy('production', 'v1.1', 'admin');

      expect(status).toBe(1);
      expect(stderr).toContain('deploy the public app first');
    });

    test('does not go back without being told to', async () => {
      await deploy('stage', 'v1.1', 'servers');

      const { status, stderr } = await deploy('stage', 'v1.0', 'admin');

      expect(status).toBe(1);
      expect(stderr).toContain('docs/operations/schema.md');
      expect((await deploy('stage', 'v1.0', 'public')).stderr).toBe(stderr);
      expect((await deploy('stage', 'v1.0', 'agent')).status).toBe(0);
      expect((await here('env', 'ALLOW_SCHEMA=1', 'deploy/ci/deploy', 'stage', 'v1.0', 'admin')).status).toBe(
        0,
      );
    });
  });

  test('refuses to jump over a version between additions and what is taken away', async () => {
    await release('v1.1', 'additive');
    await release('v1.2', 'destructive');

    const { status, stderr } = await deploy('stage', 'v1.2', 'servers');

    expect(status).toBe(1);
    expect(stderr).toContain('deploy a version between the two first');
    expect((await deploy('stage', 'v1.2', 'ui')).status).toBe(0);
  });

  test('refuses a migration that does not say what it is', async () => {
    await release('v1.1', '');

    expect((await here('deploy/ci/order', 'v1.0', 'v1.1')).stderr).toContain(
      'does not say whether V1.1__x.sql is additive or destructive',
    );
  });
});

describe.skipIf(without !== '')(`telling people${without}`, () => {
  test('sends a message, whatever is in it', async () => {
    const got: string[] = [];
    const slack = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        got.push(body);
        response.end('ok');
      });
    });
    await new Promise<void>((done) => slack.listen(0, '127.0.0.1', done));
    const { port } = slack.address() as AddressInfo;

    const { status } = await run('deploy/ci/notify', ['Deploy "public" \\ v1.1'], {
      env: { SLACK_WEBHOOK_URL: `http://127.0.0.1:${port}/hook` },
    });
    slack.close();

    expect(status).toBe(0);
    expect(got.map((body) => JSON.parse(body))).toEqual([{ text: 'Deploy "public" \\ v1.1' }]);
  });

  test('is left out where nobody said how', async () => {
    const { status, stdout } = await run('deploy/ci/notify', ['Hello'], { env: { SLACK_WEBHOOK_URL: '' } });

    expect(status).toBe(0);
    expect(stdout).toContain('nobody is told: Hello');
  });
});
