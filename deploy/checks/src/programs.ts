// SPDX-License-Identifier: MPL-2.0
import { spawnSync } from 'node:child_process';
import { root } from './files';

/** Is there such a program? Tests that need one that is not are skipped, and say so by their names. */
export function there(program: string): boolean {
  return spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined;
}

/** Runs a program at the top of the project; what it prints, with its status. */
export function run(
  program: string,
  args: string[],
  options: { env?: Record<string, string>; cwd?: string } = {},
) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env },
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) {
    throw error;
  }
  return { status, stdout, stderr };
}
