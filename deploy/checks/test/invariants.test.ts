// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from 'vitest';
import { claimed } from '../src/claims';
import { text } from '../src/files';
import { manifests } from '../src/manifests';

const all = claimed('manifests').flatMap((path) => manifests(path, text(path)));
const workloads = all.filter(({ body }) => pods(body)?.spec?.containers !== undefined);
const servers = workloads.filter(({ kind }) => !kind.endsWith('Job'));

/** The template of a workload's pods. */
// biome-ignore lint/suspicious/noExplicitAny: manifests have the form that was checked before.
function pods({ spec }: any) {
  return spec?.jobTemplate?.spec.template ?? spec?.template;
}

function of(kind: string) {
  return all.filter((manifest) => manifest.kind === kind);
}

/** Does a selector choose the pods of a workload? */
// biome-ignore lint/suspicious/noExplicitAny: manifests have the form that was checked before.
function chooses(selector: any, labels: Record<string, string>): boolean {
  const wanted = Object.entries(selector?.matchLabels ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

test('there are the four apps, what brings the schema up to date, and what cleans up', () => {
  expect(workloads.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
    'CronJob balrog-cleanup',
    'Deployment balrog-admin',
    'Deployment balrog-agent',
    'Deployment balrog-ui',
    'Job balrog-upgrade',
    'Rollout balrog-public',
  ]);
});

describe.each(workloads.map((workload) => [workload.name, pods(workload.body)] as const))(
  'pods of %s',
  (_, { metadata, spec }) => {
    const labels = metadata.labels as Record<string, string>;

    test('never run as root', () => {
      expect(spec.securityContext.runAsNonRoot).toBe(true);
      expect(spec.securityContext.runAsUser).toBeGreaterThan(0);
      expect(spec.securityContext.runAsGroup).toBeGreaterThan(0);
      expect(spec.securityContext.seccompProfile).toEqual({ type: 'RuntimeDefault' });
      for (const { securityContext } of spec.containers) {
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    });

    test('get nothing of the node or the cluster', () => {
      expect(spec.automountServiceAccountToken).toBe(false);
      expect(spec.enableServiceLinks).toBe(false);
      expect(Object.keys(spec).filter((key) => key.startsWith('host'))).toEqual([]);
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      expect(spec.volumes.filter((volume: any) => volume.hostPath !== undefined)).toEqual([]);
    });

    test('write to memory and disk within limits alone', () => {
      for (const volume of spec.volumes) {
        expect(volume.configMap ?? volume.emptyDir?.sizeLimit, volume.name).toBeDefined();
      }
    });

    test('have an account of their own', () => {
      expect(of('ServiceAccount').map(({ name }) => name)).toContain(spec.serviceAccountName);
      expect(spec.serviceAccountName).toBe(labels['app.kubernetes.io/name']);
    });

    test('have limits, and as much memory as they are promised', () => {
      for (const { resources } of spec.containers) {
        expect(resources.requests.cpu).toBeDefined();
        expect(resources.limits.cpu).toBeDefined();
        expect(resources.limits.memory).toBe(resources.requests.memory);
      }
    });

    test('are under a network policy, both ways', () => {
      const policies = of('NetworkPolicy').filter(({ body }) => chooses(body.spec.podSelector, labels));

      expect(policies.length).toBe(1);
      const { policyTypes, ingress, egress } = policies[0]?.body.spec ?? {};
      expect(policyTypes).toEqual(['Ingress', 'Egress']);
      for (const rule of [...ingress, ...egress]) {
        expect(rule.ports, 'no rule opens all ports').toBeDefined();
        expect(rule.from ?? rule.to, 'each rule is limited to peers').toBeDefined();
      }
    });
  },
);

describe.each(servers.map((server) => [server.name, server.body] as const))('%s', (name, { spec }) => {
  const labels = spec.template.metadata.labels as Record<string, string>;
  const [container] = spec.template.spec.containers;

  test('is asked whether it lives and whether it is ready', () => {
    const ports = container.ports.map(({ name }: { name: string }) => name);
    for (const probe of [container.readinessProbe, container.livenessProbe]) {
      expect(ports).toContain(probe.httpGet.port);
      expect(probe.timeoutSeconds).toBeDefined();
    }
    // A database that is away is no reason to kill a pod.
    expect(container.livenessProbe.httpGet.path).toBe('/__lbheartbeat__');
  });

  test('stops with grace', () => {
    const grace = Number(
      container.env?.find((variable: { name: string }) => variable.name === 'BALROG_GRACE')?.value ?? 0,
    );

    expect(container.lifecycle.preStop.sleep.seconds + grace).toBeLessThan(
      spec.template.spec.terminationGracePeriodSeconds,
    );
  });

  test('is never taken away as a whole', () => {
    const budgets = of('PodDisruptionBudget').filter(({ body }) => chooses(body.spec.selector, labels));

    expect(budgets.length).toBe(1);
    const replicas = name === 'balrog-public' ? scaled(name).minReplicas : spec.replicas;
    expect(replicas).toBeGreaterThan(budgets[0]?.body.spec.minAvailable ?? 1);
  });

  test('never has fewer pods because it is deployed', () => {
    const strategy = spec.strategy.rollingUpdate ?? spec.strategy.canary;

    expect(strategy.maxUnavailable).toBe(0);
  });

  test('is watched', () => {
    const monitors = of('PodMonitor').filter(({ body }) => chooses(body.spec.selector, labels));

    expect(monitors.length).toBe(name === 'balrog-ui' ? 0 : 1);
  });
});

function scaled(name: string) {
  return of('HorizontalPodAutoscaler').find(({ body }) => body.spec.scaleTargetRef.name === name)?.body.spec;
}

describe('the public app', () => {
  const rollout = servers.find(({ kind }) => kind === 'Rollout')?.body;

  test('has a database user that can only read', () => {
    const secrets = of('ExternalSecret').filter(({ origin }) => origin.includes('/public/'));

    expect(secrets.flatMap(({ body }) => body.spec.data)).toEqual([
      { secretKey: 'DBURI', remoteRef: { key: 'balrog-public-dburi' } },
    ]);
  });

  test('is the only one that has this secret, and has no other', () => {
    for (const { name, body } of of('ExternalSecret')) {
      const keys = JSON.stringify(body.spec).match(/balrog-[a-z]+-(dburi|settings)/g) ?? [];
      expect(keys.filter((key) => !key.startsWith(name))).toEqual([]);
    }
  });

  test('waits for a person after it was compared, and is compared again', () => {
    const { steps } = rollout.spec.strategy.canary;

    expect(steps.map((step: object) => Object.keys(step)[0])).toEqual([
      'setWeight',
      'analysis',
      'pause',
      'setWeight',
      'analysis',
    ]);
    expect(steps[0].setWeight).toBe(5);
    expect(steps[2].pause).toEqual({});
  });

  test('is compared by an analysis that is there, with all that it asks for', () => {
    const templates = of('AnalysisTemplate');
    for (const { analysis } of rollout.spec.strategy.canary.steps) {
      for (const { templateName } of analysis?.templates ?? []) {
        const template = templates.find(({ name }) => name === templateName);
        const needed = template?.body.spec.args
          .filter((argument: { value?: string }) => argument.value === undefined)
          .map((argument: { name: string }) => argument.name);

        expect(analysis.args.map((argument: { name: string }) => argument.name).sort()).toEqual(
          needed.sort(),
        );
      }
    }
  });

  test('is compared in failures, time and updates, each with both sides', () => {
    for (const { body } of of('AnalysisTemplate')) {
      expect(body.spec.metrics.map(({ name }: { name: string }) => name)).toEqual([
        'server-errors',
        'latency',
        'updates-served',
      ]);
      for (const { provider } of body.spec.metrics) {
        expect(provider.prometheus.query).toContain('{{args.canary-hash}}');
        expect(provider.prometheus.query).toContain('{{args.stable-hash}}');
      }
    }
  });

  test('has traffic moved between services that are there', () => {
    const { canaryService, stableService, trafficRouting } = rollout.spec.strategy.canary;
    const [{ name }] = trafficRouting.plugins['argoproj-labs/gatewayAPI'].httpRoutes;
    const route = of('HTTPRoute').find((candidate) => candidate.name === name)?.body;

    expect(of('Service').map((service) => service.name)).toEqual(
      expect.arrayContaining([canaryService, stableService]),
    );
    expect(route.spec.rules[0].backendRefs.map((backend: { name: string }) => backend.name)).toEqual([
      stableService,
      canaryService,
    ]);
  });
});

test('the schema is upgraded before anything of a new version of the admin app runs', () => {
  const job = of('Job')[0]?.body;

  expect(job.metadata.annotations['argocd.argoproj.io/hook']).toBe('PreSync');
  expect(job.spec.template.spec.containers[0].args).toEqual(['db', 'upgrade']);
});

test('old releases are deleted by one job at a time, which ends before the next one begins', () => {
  const { spec } = of('CronJob')[0]?.body ?? {};
  const [container] = pods({ spec }).spec.containers;
  const seconds = container.env.find(({ name }: { name: string }) => name === 'DELETE_RUN_TIME').value;

  expect(container.args).toEqual(['cleanup']);
  expect(spec.concurrencyPolicy).toBe('Forbid');
  expect(Number(seconds)).toBeLessThan(spec.jobTemplate.spec.activeDeadlineSeconds);
  expect(spec.jobTemplate.spec.activeDeadlineSeconds).toBeLessThan(24 * 60 * 60);
});

describe('Argo CD', () => {
  const applications = of('Application');

  test.each(['stage', 'production'])(
    'has an application for each app in %s, and one for what watches them',
    (environment) => {
      const paths = applications.map(({ body }) => body.spec.source.path);
      for (const app of ['public', 'admin', 'agent', 'ui', 'watching']) {
        expect(paths).toContain(`deploy/kubernetes/overlays/${environment}/${app}`);
      }
    },
  );

  test('deploys apps to stage by itself, and to production when it is told to', () => {
    for (const { name, body } of applications) {
      expect(body.spec.syncPolicy.automated !== undefined, name).toBe(
        name.startsWith('balrog-stage-') || name === 'balrog-production-watching',
      );
    }
  });

  test('lets the workflows deploy and move canaries, in one environment each, and nothing else', () => {
    for (const { name, body } of of('AppProject')) {
      const [role, ...others] = body.spec.roles;
      expect(others).toEqual([]);
      expect(role.policies).toEqual(
        ['get', 'sync', 'action/argoproj.io/Rollout/resume', 'action/argoproj.io/Rollout/abort'].map(
          (right) => `p, proj:${name}:deployments, applications, ${right}, ${name}/*, allow`,
        ),
      );
    }
  });

  test('tells of each deployment in Slack', () => {
    for (const { body } of applications) {
      const subscriptions = Object.keys(body.metadata.annotations);
      for (const event of ['on-deployed', 'on-sync-failed', 'on-health-degraded']) {
        expect(subscriptions).toContain(`notifications.argoproj.io/subscribe.${event}.slack`);
      }
    }
  });
});
