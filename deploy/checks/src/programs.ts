// SPDX-License-Identifier: MPL-2.0
import { spawn, spawnSync } from 'node:child_process';
import { root } from './files';

/** Programs that not every continuous integration has; Debian lacks them, or has versions that are too old. */
const OPTIONAL: readonly string[] = ['kubectl', 'nginx', 'terraform'];

/** Returns whether there is such a program. Tests that need one that is not there are skipped, and say so by their names. */
export function there(program: string): boolean {
  return spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined;
}

/** Returns what the name of a test ends in that these programs are missing for; empty when all are there. */
export function absence(...programs: string[]): string {
  const absent = programs.filter((program) => !there(program));
  if (absent.length === 0) {
    return '';
  }
  const optional = absent.every((program) => OPTIONAL.includes(program)) ? 'optional, ' : '';
  return ` (${optional}not installed: ${absent.join(', ')})`;
}

/** What a program printed, and how it ended. */
export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program, at the top of the project unless told otherwise. */
export function run(
  program: string,
  args: string[],
  options: { env?: Record<string, string>; cwd?: string } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (part) => {
      stdout += part;
    });
    child.stderr.setEncoding('utf8').on('data', (part) => {
      stderr += part;
    });
    child.on('error', reject).on('close', (status) => resolve({ status, stdout, stderr }));
  });
}
