// SPDX-License-Identifier: MPL-2.0
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { root } from './files';

/** A manifest, and where it comes from. */
export interface Manifest {
  origin: string;
  apiVersion: string;
  kind: string;
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: its form is what the checks are about.
  body: any;
}

const kubernetes = ['v1', 'apps/v1', 'autoscaling/v2', 'batch/v1', 'networking.k8s.io/v1', 'policy/v1'];

/** The module with the schema of a kind and its type. */
function schemas({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): string {
  if (kubernetes.includes(apiVersion)) {
    return `kubernetes-models/${apiVersion}`;
  }
  switch (apiVersion) {
    case 'argoproj.io/v1alpha1':
      return `@kubernetes-models/${kind.startsWith('App') ? 'argo-cd' : 'argo-rollouts'}/${apiVersion}`;
    case 'monitoring.coreos.com/v1':
      return `@kubernetes-models/prometheus-operator/${apiVersion}`;
    case 'gateway.networking.k8s.io/v1':
      return `@kubernetes-models/gateway-api/${apiVersion}`;
    case 'external-secrets.io/v1':
      return `@kubernetes-models/external-secrets/${apiVersion}`;
    default:
      throw new Error(`There is no schema for ${kind} of ${apiVersion}: add one to src/manifests.ts.`);
  }
}

/**
 * The schema of a Rollout has an older form of pods in it than the clusters have that Balrog runs on, and than later versions of Argo Rollouts have. So its pods are
 * checked as pods, and the rest as it is.
 */
function parts(all: Manifest[]): Manifest[] {
  return all.flatMap((manifest) => {
    if (manifest.kind !== 'Rollout') {
      return [manifest];
    }
    const { metadata, spec } = manifest.body.spec.template;
    const rest = structuredClone(manifest.body);
    rest.spec.template = { metadata, spec: { containers: [] } };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec };
    return [
      { ...manifest, body: rest },
      { ...manifest, apiVersion: 'v1', kind: 'Pod', body: pod },
    ];
  });
}

/** The manifests in a text, which is YAML without faults. */
export function manifests(origin: string, yaml: string): Manifest[] {
  return parseAllDocuments(yaml, { strict: true, uniqueKeys: true }).map((document) => {
    const problem = document.errors[0] ?? document.warnings[0];
    if (problem !== undefined) {
      throw new Error(`${origin}: ${problem.message}`);
    }
    const body = document.toJS();
    return {
      origin,
      apiVersion: body.apiVersion,
      kind: body.kind,
      name: body.metadata?.name,
      body,
    };
  });
}

function named(manifest: Manifest): string {
  return `${manifest.origin}, ${manifest.kind} ${manifest.name}`;
}

/** What the schemas say is wrong: missing fields, wrong types, values that are not allowed. */
export async function invalidValues(all: Manifest[]): Promise<string[]> {
  const problems: string[] = [];
  for (const manifest of parts(all)) {
    const module = schemas(manifest);
    const Model = (await import(module))[manifest.kind];
    if (Model === undefined) {
      problems.push(`${named(manifest)}: ${module} knows no such kind`);
      continue;
    }
    try {
      new Model(manifest.body).validate();
    } catch (e) {
      problems.push(`${named(manifest)}: ${e instanceof Error ? e.message : e}`);
    }
  }
  return problems;
}

/**
 * Which fields there are that no schema knows. The schemas let them pass, as a cluster does; the types that come with them do not, so the manifests are given to the
 * TypeScript compiler as values of these types.
 */
export function unknownFields(all: Manifest[]): string[] {
  const checked = parts(all);
  const lines = checked.map((manifest, i) => {
    const type = `import type { I${manifest.kind} as T${i} } from '${schemas(manifest)}';`;
    return `${type} export const m${i}: T${i} = ${JSON.stringify(manifest.body)};`;
  });
  const folder = resolve(root, 'deploy/checks/target');
  mkdirSync(folder, { recursive: true });
  const file = resolve(folder, `manifests-${process.pid}-${lines.length}.ts`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
  });
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ');
    if (diagnostic.file?.fileName !== file || diagnostic.start === undefined) {
      return message;
    }
    const manifest = checked[
      diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start).line
    ] as Manifest;
    return `${named(manifest)}: ${message}`;
  });
}
