// SPDX-License-Identifier: MPL-2.0

/** The same function, which remembers what it was last called with, and what came of it. */
export function lastResult<A extends readonly unknown[], R>(compute: (...args: A) => R): (...args: A) => R {
  let last: Readonly<{ args: A; result: R }> | null = null;
  return (...args) => {
    if (last === null || args.length !== last.args.length || args.some((arg, i) => arg !== last?.args[i])) {
      last = { args, result: compute(...args) };
    }
    return last.result;
  };
}
