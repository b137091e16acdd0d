// SPDX-License-Identifier: MPL-2.0
import { dirname } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import google from '../schemas/google.json' with { type: 'json' };
import { beside, text } from './files';

/** An argument or block of a resource, as the provider has it. */
interface Argument {
  required?: boolean;
  block?: Record<string, Argument>;
}

// biome-ignore lint/suspicious/noExplicitAny: its form is what the checks are about.
type Hcl = any;

/** The files of one folder together: to Terraform they are one. */
export interface Configuration {
  folder: string;
  resources: { type: string; name: string; body: Hcl }[];
  modules: Record<string, Hcl>;
  variables: Record<string, Hcl>;
  outputs: Record<string, Hcl>;
  locals: Record<string, Hcl>;
  /** All that can name something else. */
  expressions: string;
}

const schemas = google as Record<string, Record<string, Argument>>;

/** Resources of other providers, whose schemas are in no package. */
const unchecked = ['mysql_grant', 'mysql_user', 'random_password'];

/** What every resource may have. */
const common = ['count', 'depends_on', 'dynamic', 'for_each', 'lifecycle', 'provider'];

/** Reads folders of Terraform files. Fails when one can't be parsed. */
export async function configurations(files: string[]): Promise<Configuration[]> {
  const folders = new Map<string, Hcl[]>();
  for (const file of files) {
    const folder = dirname(file);
    folders.set(folder, [...(folders.get(folder) ?? []), await parse(file, text(file))]);
  }
  return [...folders].map(([folder, parts]) => ({
    folder,
    resources: parts.flatMap(({ resource = {} }) =>
      Object.entries(resource).flatMap(([type, named]) =>
        Object.entries(named as Hcl).map(([name, [body]]: [string, Hcl]) => ({ type, name, body })),
      ),
    ),
    modules: merged(parts, 'module'),
    variables: merged(parts, 'variable'),
    outputs: merged(parts, 'output'),
    locals: Object.assign({}, ...parts.flatMap(({ locals = [] }) => locals)),
    expressions: JSON.stringify(parts),
  }));
}

function merged(parts: Hcl[], kind: string): Record<string, Hcl> {
  const found: Record<string, Hcl> = {};
  for (const part of parts) {
    for (const [name, [body]] of Object.entries((part[kind] ?? {}) as Record<string, Hcl[]>)) {
      if (name in found) {
        throw new Error(`There are two of ${kind} ${name}`);
      }
      found[name] = body;
    }
  }
  return found;
}

/** Arguments and blocks that the provider does not know, and required ones that are missing. */
export function unknownArguments({ folder, resources }: Configuration): string[] {
  return resources
    .filter(({ type }) => !unchecked.includes(type))
    .flatMap(({ type, name, body }) => {
      const schema = schemas[type];
      const where = `${folder}: ${type}.${name}`;
      return schema === undefined
        ? [`${where}: no schema; add it with scripts/provider-schema.js`]
        : compare(where, body, schema, common);
    });
}

function compare(where: string, body: Hcl, schema: Record<string, Argument>, also: string[]): string[] {
  const dynamic = Object.entries((body.dynamic ?? {}) as Record<string, Hcl[]>).flatMap(([block, uses]) =>
    uses.flatMap(({ content }) => content.map((part: Hcl) => [block, part] as const)),
  );
  const given = Object.entries(body).filter(([name]) => !also.includes(name) && name !== 'dynamic');
  const present = new Set([...given.map(([name]) => name), ...dynamic.map(([name]) => name)]);
  return [
    ...[...present].filter((name) => schema[name] === undefined).map((name) => `${where}: unknown: ${name}`),
    ...Object.entries(schema)
      .filter(([name, { required }]) => required && !present.has(name))
      .map(([name]) => `${where}: missing: ${name}`),
    ...[...given, ...dynamic].flatMap(([name, value]) => {
      const block = schema[name]?.block;
      return block === undefined
        ? []
        : [value].flat().flatMap((part: Hcl) => compare(`${where}.${name}`, part, block, []));
    }),
  ];
}

/** Names of variables, locals, resources and outputs that lead nowhere, and arguments of modules that do not fit. */
export function brokenReferences(configuration: Configuration, all: Configuration[]): string[] {
  const { folder, resources, modules, variables, locals, expressions } = configuration;
  const types = new Set(resources.map(({ type }) => type));
  const named = new Set(resources.map(({ type, name }) => `${type}.${name}`));
  const broken: string[] = [];

  function each(pattern: RegExp, fine: (...groups: string[]) => boolean): void {
    for (const [whole, ...groups] of expressions.matchAll(pattern)) {
      if (!fine(...groups)) {
        broken.push(`${folder}: ${whole}`);
      }
    }
  }

  function target(name: string): Configuration | undefined {
    return all.find(
      (candidate) => candidate.folder === beside(`${folder}/main.tf`, modules[name]?.source ?? '?'),
    );
  }

  each(/\bvar\.(\w+)/g, (name = '') => name in variables);
  each(/\blocal\.(\w+)/g, (name = '') => name in locals);
  each(/\bmodule\.(\w+)\.(\w+)/g, (name = '', output = '') => output in (target(name)?.outputs ?? {}));
  each(/(?<![\w."/-])((?:google|mysql|random)_\w+)\.(\w+)/g, (type = '', name = '') =>
    named.has(`${type}.${name}`),
  );
  for (const name of Object.keys(variables)) {
    if (!new RegExp(`\\bvar\\.${name}\\b`).test(expressions)) {
      broken.push(`${folder}: variable ${name} is not used`);
    }
  }
  for (const [name, body] of Object.entries(modules)) {
    const wanted = target(name)?.variables;
    if (wanted === undefined) {
      broken.push(`${folder}: there is no module in ${body.source}`);
      continue;
    }
    const given = Object.keys(body).filter((argument) => argument !== 'source');
    broken.push(
      ...given
        .filter((argument) => !(argument in wanted))
        .map((argument) => `${folder}: module ${name}: unknown: ${argument}`),
      ...Object.entries(wanted)
        .filter(([argument, variable]) => !given.includes(argument) && variable.default === undefined)
        .map(([argument]) => `${folder}: module ${name}: missing: ${argument}`),
    );
  }
  if (types.size === 0 && Object.keys(modules).length === 0) {
    broken.push(`${folder}: there is nothing in it`);
  }
  return broken;
}
