// SPDX-License-Identifier: MPL-2.0
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { claimed } from '../src/claims';
import { root, text } from '../src/files';
import { manifests } from '../src/manifests';
import { absence } from '../src/programs';

const pom = text('deploy/images/pom.xml');
const page = text('deploy/images/ui/default.conf');

test('all files are known', () => {
  expect(claimed('images')).toEqual([
    'deploy/images/bases/java.Dockerfile',
    'deploy/images/bases/nginx.Dockerfile',
    'deploy/images/pom.xml',
    'deploy/images/ui/default.conf',
    'deploy/images/version.json',
  ]);
});

test.each(['java', 'nginx'])('images are built on %s, pinned by digest where Dependabot finds it', (base) => {
  const file = `deploy/images/bases/${base}.Dockerfile`;
  // Maven reads it as properties: there can be one line that is no comment.
  const lines = text(file)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

  expect(lines).toEqual([expect.stringMatching(/^FROM [a-z0-9./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/)]);
  expect(pom).toContain(`<file>\${project.basedir}/bases/${base}.Dockerfile</file>`);
  expect(pom).toContain(`<keyPrefix>base.${base}.</keyPrefix>`);
  expect(pom).toContain(`<balrog.image.${base}>\${base.${base}.FROM}</balrog.image.${base}>`);
});

test('images contain their SBOMs', () => {
  for (const [module, list] of [
    ['cli', text('cli/pom.xml')],
    ['ui', text('ui/scripts/sbom.mjs')],
  ]) {
    expect(pom).toContain(`<from>\${project.basedir}/../../${module}/target/sbom</from>`);
    expect(list).toMatch(/(build\.directory\}|target)\/sbom/);
  }
});

test('there is an image for each app that the manifests deploy', () => {
  const built = [...pom.matchAll(/\/(balrog-[a-z]+)<\/image>/g)].map(([, name]) => name);

  expect(built).toEqual(['balrog-public', 'balrog-admin', 'balrog-agent', 'balrog-demo', 'balrog-ui']);
});

test('only the image of the demo contains the identity provider that accepts any login', () => {
  const [before, ...rest] = pom
    .slice(pom.indexOf('<artifactId>jib-maven-plugin'))
    .split('<execution>\n            <id>');
  const own = rest.filter((execution) => execution.includes('<pluginExtensions combine.self="override"'));

  expect(before).toContain('<glob>/app/libs/balrog-{demo,identity}-*.jar</glob>');
  expect(own.map((execution) => execution.split('<')[0])).toEqual(['demo', 'ui']);
  expect(own[1]).toContain('<glob>/app/{classes,libs}/**</glob>');
});

test('images run as the user that the manifests run them as', () => {
  const users = [...pom.matchAll(/<user>(\d+):(\d+)<\/user>/g)].map(([, user]) => Number(user));
  for (const app of ['public', 'admin', 'agent', 'ui']) {
    for (const { body } of manifests(app, text(`deploy/kubernetes/base/${app}/app.yaml`))) {
      expect(users).toContain(body.spec.template.spec.securityContext.runAsUser);
    }
  }
});

test('Java is started with the options of the launcher', () => {
  const launcher = text('balrog');
  const flags = [...pom.matchAll(/<jvmFlag>(.*)<\/jvmFlag>/g)].map(([, flag]) => flag as string);

  expect(flags.length).toBeGreaterThan(0);
  expect(flags.filter((flag) => !launcher.includes(flag))).toEqual([]);
});

test('an image says what it is made of', () => {
  expect(Object.keys(JSON.parse(text('deploy/images/version.json')))).toEqual([
    'source',
    'version',
    'commit',
    'build',
  ]);
  // Where Jib puts the resource.
  expect(pom).toContain('<VERSION_FILE>/app/resources/version.json</VERSION_FILE>');
  expect(page).toContain('alias /app/resources/version.json;');
});

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

const withoutNginx = absence('nginx');
describe.skipIf(withoutNginx !== '')(`the page${withoutNginx}`, () => {
  test('is served as the admin app serves it', async () => {
    const folder = mkdtempSync(resolve(tmpdir(), 'balrog-ui-'));
    const port = await freePort();
    mkdirSync(resolve(folder, 'html/ui/assets'), { recursive: true });
    writeFileSync(resolve(folder, 'html/ui/index.html'), '<style nonce="__CSP_NONCE__"></style>');
    writeFileSync(resolve(folder, 'html/ui/assets/a.js'), 'export {};');
    writeFileSync(resolve(folder, 'version.json'), '{"version":"v1.0"}');
    // Only where things are differs from the image.
    const server = page
      .replace('listen 8080;', `listen 127.0.0.1:${port};`)
      .replaceAll('/usr/share/nginx/html', `${folder}/html`)
      .replaceAll('/etc/balrog-ui', resolve(root, 'deploy/kubernetes/overlays/stage/ui'))
      .replaceAll('/app/resources/version.json', `${folder}/version.json`)
      .replace('/dev/stdout', `${folder}/log`);
    writeFileSync(
      resolve(folder, 'nginx.conf'),
      `${process.getuid?.() === 0 ? 'user root;' : ''} daemon off; worker_processes 1; pid ${folder}/pid;
       events {} http { default_type application/octet-stream; types { text/html html; text/javascript js; application/json json; }
       ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
       ${server} }`,
    );
    const running = spawn('nginx', ['-e', 'stderr', '-p', folder, '-c', `${folder}/nginx.conf`], {
      stdio: 'pipe',
    });
    let said = '';
    running.stderr.on('data', (part) => {
      said += part;
    });
    const ended = new Promise((done) => running.on('close', done));

    async function get(path: string): Promise<Response> {
      for (let attempt = 0; ; attempt++) {
        try {
          return await fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual' });
        } catch (e) {
          if (attempt === 100 || running.exitCode !== null) {
            throw new Error(`nginx does not answer: ${said}`, { cause: e });
          }
          await new Promise((next) => setTimeout(next, 50));
        }
      }
    }

    try {
      expect((await get('/__lbheartbeat__')).status).toBe(200);
      expect(await (await get('/__version__')).json()).toEqual({ version: 'v1.0' });
      expect((await get('/')).headers.get('location')).toMatch(/\/ui\/$/);
      expect(await (await get('/ui/config.json')).json()).toMatchObject({ environment: 'stage' });
      expect((await get('/ui/assets/a.js')).headers.get('cache-control')).toContain('immutable');
      expect((await get('/ui/assets/b.js')).status).toBe(404);
      expect((await get('/api/rules')).status).toBe(404);

      const first = await get('/ui/rules/1');
      const policy = first.headers.get('content-security-policy') ?? '';
      const [, nonce] = /'nonce-([0-9a-f]{32})'/.exec(policy) ?? [];
      expect(await first.text()).toBe(`<style nonce="${nonce}"></style>`);
      expect(policy).toContain(
        "connect-src 'self' https://admin.stage.balrog.example.com https://idp.example.com;",
      );
      expect(first.headers.get('cache-control')).toBe('no-cache');
      expect((await get('/ui/')).headers.get('content-security-policy')).not.toBe(policy);

      running.kill();
      await ended;
      const logged = readFileSync(resolve(folder, 'log'), 'utf8').trim().split('\n');
      expect(logged.map((line) => JSON.parse(line).Fields.path)).toContain('/ui/index.html');
      expect(logged.join()).not.toContain('heartbeat');
    } finally {
      running.kill();
      await ended;
      rmSync(folder, { recursive: true });
    }
  });
});
