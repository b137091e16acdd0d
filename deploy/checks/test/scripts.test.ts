// SPDX-License-Identifier: MPL-2.0
import { createHash } from 'node:crypto';
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
import { parse } from 'yaml';
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

const withoutGit = absence('git');
describe.skipIf(withoutGit !== '')(`the subjects of commits${withoutGit}`, () => {
  let repository: string;

  async function git(...args: string[]): Promise<string> {
    return (await run('git', args, { cwd: repository })).stdout.trim();
  }

  /** Checks a commit with this subject, on top of one whose subject is not checked. */
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

/** The digest that the registry has for a version of an image. */
function digestOf(name: string, version: string): string {
  return `sha256:${createHash('sha256').update(`${name}:${version}`).digest('hex')}`;
}

/**
 * Programs in place of those that ask the registry and Sigstore: an image has a digest, and is signed or has provenance if it
 * is in the file SIGNED or ATTESTED, with the identity that the real program is asked for.
 */
const registry: Record<string, string> = {
  docker: `[ "$1 $2 $3" = "buildx imagetools inspect" ] || exit 9
printf '{"digest":"sha256:%s"}\n' "$(printf %s "$4" | sha256sum | cut -d ' ' -f 1)"`,
  cosign: `[ "$1 $3 $5 $6" = "verify --certificate-identity --certificate-oidc-issuer https://token.actions.githubusercontent.com" ] || exit 9
grep -qxF "$2 $4" "$SIGNED" || { echo "no matching signatures" >&2; exit 1; }
echo '[{}]'`,
  gh: `[ "$1 $2 $4 $6 $8" = "attestation verify --repo --signer-workflow --source-ref" ] || exit 9
grep -qxF "$3 $5 $7 $9" "$ATTESTED" || { echo "no attestations" >&2; exit 1; }`,
};

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
        GITHUB_REPOSITORY: 'example/balrog',
        PATH: `${resolve(folder, 'bin')}:${process.env.PATH}`,
        SIGNED: resolve(folder, 'signed'),
        ATTESTED: resolve(folder, 'attested'),
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
    for (const app of ['public', 'admin', 'agent', 'ui']) {
      sign(app, version);
      attest(app, version);
    }
  }

  const workflow = 'example/balrog/.github/workflows/images.yml';

  /** Signs an image, as the workflow does that builds the images at a tag. */
  function sign(app: string, version: string, tag = version): void {
    const name = `ghcr.io/example/balrog-${app}`;
    const identity = `https://github.com/${workflow}@refs/tags/${tag}`;
    appendFileSync(resolve(folder, 'signed'), `${name}@${digestOf(name, version)} ${identity}\n`);
  }

  function attest(app: string, version: string): void {
    const name = `ghcr.io/example/balrog-${app}`;
    appendFileSync(
      resolve(folder, 'attested'),
      `oci://${name}@${digestOf(name, version)} example/balrog ${workflow} refs/tags/${version}\n`,
    );
  }

  /** Takes away what was signed or attested of an image. */
  function forget(file: 'signed' | 'attested', app: string): void {
    const path = resolve(folder, file);
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, lines.filter((line) => !line.includes(`balrog-${app}@`)).join('\n'));
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
    mkdirSync(resolve(folder, 'bin'));
    for (const [program, script] of Object.entries(registry)) {
      writeFileSync(resolve(folder, 'bin', program), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    }
    await here('git', 'init', '-q', '--bare', upstream);
    await here('git', 'init', '-q', '-b', 'main');
    await here('git', 'remote', 'add', 'origin', '../upstream');
    for (const environment of ['stage', 'production']) {
      for (const app of ['public', 'admin', 'agent', 'ui']) {
        const name = `ghcr.io/example/balrog-${app}`;
        await here('deploy/ci/version', environment, app, 'v1.0', digestOf(name, 'v1.0'));
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

  test('deploys images by the digest that was verified', async () => {
    await release('v1.1');
    await deploy('stage', 'v1.1', 'servers', 'ui');

    for (const app of ['public', 'admin', 'agent', 'ui']) {
      const name = `ghcr.io/example/balrog-${app}`;
      const overlay = `deploy/kubernetes/overlays/stage/${app}/kustomization.yaml`;
      expect(parse(readFileSync(resolve(top, overlay), 'utf8')).images).toEqual([
        { name: `balrog-${app}`, newName: name, newTag: 'v1.1', digest: digestOf(name, 'v1.1') },
      ]);
    }
  });

  describe('an image that can not be trusted', () => {
    beforeEach(() => release('v1.1'));

    async function refused(reason: string): Promise<void> {
      const before = (await here('git', 'rev-parse', 'HEAD')).stdout;
      const { status, stderr } = await deploy('stage', 'v1.1', 'servers');

      expect(status).toBe(1);
      expect(stderr).toContain(reason);
      expect(stderr).toContain('nothing is deployed');
      expect(asked).toEqual([]);
      expect((await here('git', 'status', '--porcelain')).stdout).toBe('');
      expect((await here('git', 'rev-parse', 'HEAD')).stdout).toBe(before);
    }

    test('is refused when it is not signed, and the other apps with it', async () => {
      forget('signed', 'public');
      await refused(`is not signed by ${workflow} at v1.1`);
    });

    test('is refused when it was signed as another version', async () => {
      forget('signed', 'agent');
      sign('agent', 'v1.1', 'v1.0');
      await refused(`is not signed by ${workflow} at v1.1`);
    });

    test('is refused when nothing says what it was built from', async () => {
      forget('attested', 'admin');
      await refused(`no provenance says that ${workflow} built ghcr.io/example/balrog-admin:v1.1`);
    });

    test('is refused when its project is not known', async () => {
      const { status, stderr } = await here(
        'env',
        '-u',
        'GITHUB_REPOSITORY',
        'deploy/ci/deploy',
        'stage',
        'v1.1',
        'ui',
      );

      expect(status).toBe(1);
      expect(stderr).toContain('GITHUB_REPOSITORY');
      expect(asked).toEqual([]);
    });
  });

  test('writes down no digest that is none', async () => {
    const { status, stderr } = await here('deploy/ci/version', 'stage', 'public', 'v1.1', 'latest');

    expect(status).toBe(1);
    expect(stderr).toContain('latest is no digest');
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

  test('rejects a version that is not released', async () => {
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

    test('deploys all apps to stage, which needs no promotion', async () => {
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

  test('is skipped without configuration', async () => {
    const { status, stdout } = await run('deploy/ci/notify', ['Hello'], { env: { SLACK_WEBHOOK_URL: '' } });

    expect(status).toBe(0);
    expect(stdout).toContain('this message is not sent: Hello');
  });
});

const withoutCurl = absence('curl', 'jq');
describe.skipIf(withoutCurl !== '')(`the comment with a plan${withoutCurl}`, () => {
  /** Answers like GitHub, and keeps what is asked. */
  async function comment(exit: number, comments: object[], env: Record<string, string> = {}) {
    const folder = mkdtempSync(resolve(tmpdir(), 'balrog-plan-'));
    const balrog = resolve(folder, 'balrog');
    writeFileSync(balrog, `#!/bin/sh\necho "$@"; echo '~~~~~~~~'; exit ${exit}\n`, { mode: 0o755 });
    const got: string[] = [];
    const github = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part) => parts.push(part));
      request.on('end', () => {
        const sent = Buffer.concat(parts).toString();
        got.push(
          `${request.method} ${request.url} ${request.headers.authorization} ${sent && JSON.parse(sent).body}`,
        );
        response.setHeader('Content-Type', 'application/json').end(JSON.stringify(comments));
      });
    });
    await new Promise<void>((done) => github.listen(0, '127.0.0.1', done));
    const { port } = github.address() as AddressInfo;
    const { status } = await run('deploy/ci/comment-plan', ['--prune', 'a.yaml'], {
      env: {
        BALROG: balrog,
        GITHUB_API_URL: `http://127.0.0.1:${port}`,
        GITHUB_REPOSITORY: 'o/rules',
        GITHUB_TOKEN: 's3cret',
        PULL_REQUEST: '7',
        ...env,
      },
    });
    github.close();
    rmSync(folder, { recursive: true });
    return { status, got };
  }

  test('is added once, and then replaced', async () => {
    const first = await comment(5, [{ id: 1, body: 'Fine.' }]);
    expect(first.status).toBe(0);
    expect(first.got[0]).toMatch(/^GET \/repos\/o\/rules\/issues\/7\/comments\?per_page=100 Bearer s3cret/);
    expect(first.got[1]).toBe(
      'POST /repos/o/rules/issues/7/comments Bearer s3cret <!-- balrog plan -->\n### Balrog plan: No client would be' +
        ' worse off\n\n~~~~~~~~text\nplan --prune a.yaml\n~~~~~~\n~~~~~~~~\n',
    );
    const second = await comment(0, [{ id: 3, body: '<!-- balrog plan -->\nOld' }]);
    expect(second.got[1]).toMatch(/^PATCH \/repos\/o\/rules\/issues\/comments\/3 .*Nothing would change/s);
  });

  test('fails with the plan, and because of harm unless that is allowed', async () => {
    expect((await comment(4, [])).status).toBe(4);
    expect((await comment(4, [], { FAIL_ON_HARM: 'false' })).status).toBe(0);
    const failed = await comment(1, []);
    expect(failed.status).toBe(1);
    expect(failed.got[1]).toContain('The plan failed (exit code 1)');
  });
});

describe('scanning for vulnerabilities', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(resolve(tmpdir(), 'balrog-scan-'));
    mkdirSync(resolve(folder, 'deploy/ci'), { recursive: true });
    mkdirSync(resolve(folder, '.github'));
    mkdirSync(resolve(folder, 'sboms'));
    cpSync(resolve(root, 'deploy/ci/scan-sboms'), resolve(folder, 'deploy/ci/scan-sboms'));
    cpSync(resolve(root, '.github/grype.yaml'), resolve(folder, '.github/grype.yaml'));
    // In place of Grype: finds something in each SBOM that has the word "vulnerable" in it.
    writeFileSync(
      resolve(folder, 'grype'),
      `#!/bin/sh
[ "$2 $3" = "--config ${folder}/.github/grype.yaml" ] || exit 9
echo "$1"
! grep -q vulnerable "\${1#sbom:}"
`,
      { mode: 0o755 },
    );
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function scan(): Promise<Ended> {
    return run(resolve(folder, 'deploy/ci/scan-sboms'), [resolve(folder, 'sboms')], {
      env: { GRYPE: resolve(folder, 'grype') },
    });
  }

  test('looks at each list, also after one with a vulnerability', async () => {
    writeFileSync(resolve(folder, 'sboms/a.cdx.json'), '{}');
    writeFileSync(resolve(folder, 'sboms/c.cdx.json'), '{}');
    expect((await scan()).status).toBe(0);

    writeFileSync(resolve(folder, 'sboms/b.cdx.json'), '{"vulnerable":1}');
    const { status, stdout } = await scan();

    expect(status).toBe(1);
    expect(stdout).toContain(`sbom:${resolve(folder, 'sboms/c.cdx.json')}`);
  });

  test('fails without a list', async () => {
    const { status, stderr } = await scan();

    expect(status).toBe(1);
    expect(stderr).toContain('there is no SBOM');
  });

  test('fails when an exception is over', async () => {
    writeFileSync(resolve(folder, 'sboms/a.cdx.json'), '{}');
    const except = (day: string) =>
      writeFileSync(
        resolve(folder, '.github/grype.yaml'),
        `ignore:\n  - vulnerability: CVE-2026-0001\n    package:\n      name: a\n    reason: Not called; until ${day}\n`,
      );
    except('2999-01-01');
    expect((await scan()).status).toBe(0);
    except('2026-01-01');
    const { status, stderr } = await scan();

    expect(status).toBe(1);
    expect(stderr).toContain('was valid until 2026-01-01');
  });
});
