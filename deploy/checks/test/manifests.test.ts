// SPDX-License-Identifier: MPL-2.0
import { describe, expect, test } from 'vitest';
import { claimed } from '../src/claims';
import { text } from '../src/files';
import { invalidValues, type Manifest, manifests, unknownFields } from '../src/manifests';

const all = claimed('manifests').flatMap((path) => manifests(path, text(path)));

test('what is deployed has the form that its schema wants', async () => {
  expect(await invalidValues(all)).toEqual([]);
});

test('there is no field that its schema does not know', () => {
  expect(unknownFields(all)).toEqual([]);
});

describe('a mistake is found', () => {
  const rollout = all.find(({ kind }) => kind === 'Rollout') as Manifest;

  function broken(change: (body: Manifest['body']) => void): Manifest[] {
    const body = structuredClone(rollout.body);
    change(body);
    return [{ ...rollout, body }];
  }

  test('of a wrong type', async () => {
    const problems = await invalidValues(
      broken((body) => {
        body.spec.strategy.canary.steps[0].setWeight = 'five';
      }),
    );

    expect(problems).toEqual([expect.stringContaining('setWeight')]);
  });

  test('in a name', () => {
    const problems = unknownFields(
      broken((body) => {
        body.spec.template.spec.containers[0].readynessProbe = {};
      }),
    );

    expect(problems).toEqual([expect.stringContaining('readynessProbe')]);
  });
});
