// SPDX-License-Identifier: MPL-2.0
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useApi } from '../app/session';
import { type Api, body } from './client';
import type { components } from './schema';

type StoredExpectation = components['schemas']['StoredExpectation'];
type Result = components['schemas']['ExpectationReport']['expectations'][number];

/** A stored expectation, and whether it is held by what is served now. */
export type CheckedExpectation = Readonly<
  Omit<Result, 'before' | 'after'> & { products: readonly string[]; dataVersion: number } & Result['after']
>;

/** The stored expectations, checked against what is served now. */
export function expectations(api: Api) {
  return queryOptions({
    queryKey: ['expectations'],
    retry: false,
    // Whoever opens the page wants to know how things are now.
    staleTime: 0,
    queryFn: async ({ signal }): Promise<CheckedExpectation[]> => {
      const stored = body(await api.GET('/v2/expectations', { signal })).expectations;
      if (stored.length === 0) {
        return [];
      }
      const report = body(
        await api.POST('/v2/expectations/check', {
          signal,
          body: { expectations: stored.map(({ expectation }) => expectation) },
        }),
      );
      const results = new Map(report.expectations.map((result) => [result.name, result]));
      return stored.flatMap((one) => checked(one, results.get(one.expectation.name)));
    },
  });
}

function checked(stored: StoredExpectation, result: Result | undefined): CheckedExpectation[] {
  if (result === undefined) {
    return [];
  }
  const { before: _, after, ...about } = result;
  return [{ ...about, ...after, products: stored.products, dataVersion: stored.data_version }];
}

/** Deletes an expectation, so that a change may break it. */
export function useDeleteExpectation() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, dataVersion }: Readonly<{ name: string; dataVersion: number }>) => {
      await api.DELETE('/v2/expectations/{name}', {
        params: { path: { name }, query: { data_version: dataVersion } },
      });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['expectations'] }),
  });
}
