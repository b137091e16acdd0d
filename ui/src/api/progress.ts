// SPDX-License-Identifier: MPL-2.0
import { type QueryClient, type QueryKey, skipToken, useQuery } from '@tanstack/react-query';
import type { Progress } from '../domain/progress';
import { problemOf } from './problem';

/** Asks for lines with the progress before the result; a server without them sends the result only. */
export const WITH_PROGRESS = { Accept: 'application/x-ndjson, application/json;q=0.9' };

type Line = Readonly<{
  progress?: Progress;
  result?: unknown;
  problem?: Readonly<{ status: number }>;
}>;

/**
 * Reads the result of a request that was sent with {@link WITH_PROGRESS}.
 *
 * @throws ApiProblem where the server could not finish it
 */
export async function resultOf<T>(
  response: Response,
  stream: ReadableStream<Uint8Array> | null | undefined,
  onProgress: (progress: Progress) => void,
): Promise<T> {
  if (!response.headers.get('Content-Type')?.startsWith('application/x-ndjson')) {
    return (await new Response(stream).json()) as T;
  }
  let rest = '';
  for await (const part of parts(stream)) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      const line = JSON.parse(text) as Line;
      if (line.problem !== undefined) {
        throw await problemOf(new Response(JSON.stringify(line.problem), { status: line.problem.status }));
      }
      if (line.result !== undefined) {
        return line.result as T;
      }
      if (line.progress !== undefined) {
        onProgress(line.progress);
      }
    }
  }
  throw new Error('the server ended its answer before the result');
}

async function* parts(stream: ReadableStream<Uint8Array> | null | undefined): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = stream?.getReader();
  for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
    yield decoder.decode(part.value, { stream: true });
  }
}

function progressKey(queryKey: QueryKey): QueryKey {
  return ['progress', ...queryKey];
}

/** Notes how far a query is, for everybody who waits for it; null before it has begun. */
export function noteProgress(client: QueryClient, queryKey: QueryKey, progress: Progress | null): void {
  client.setQueryData(progressKey(queryKey), progress);
}

/** How far a query is; null before it has begun. */
export function useProgress(queryKey: QueryKey): Progress | null {
  const { data } = useQuery<Progress | null>({
    queryKey: progressKey(queryKey),
    queryFn: skipToken,
    staleTime: 'static',
  });
  return data ?? null;
}
