// SPDX-License-Identifier: MPL-2.0
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { claimed, claims, elsewhere } from '../src/claims';
import { deployed, matches, root } from '../src/files';

test('some check looks at each file', () => {
  const seen = new Set(Object.keys(claims).flatMap((check) => claimed(check as keyof typeof claims)));
  const others = Object.keys(elsewhere);

  expect(
    deployed.filter((path) => !seen.has(path) && !matches(path, others)),
    'nothing looks at these files: see src/claims.ts',
  ).toEqual([]);
});

test('the tests that look at the rest are there', () => {
  for (const [pattern, tests] of Object.entries(elsewhere)) {
    if (deployed.some((path) => matches(path, [pattern]))) {
      expect(existsSync(resolve(root, tests)), `${tests}, for ${pattern}`).toBe(true);
    }
  }
});
