// SPDX-License-Identifier: MPL-2.0
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, it, vi } from 'vitest';
import { Refresh } from './useLive';

it('reads a list again that was being loaded when it changed', async () => {
  const queries = new QueryClient();
  const answers: ((list: string) => void)[] = [];
  const read = vi.fn(() => new Promise<string>((resolve) => answers.push(resolve)));
  const list = new QueryObserver(queries, { queryKey: ['pins'], queryFn: read });
  const stop = list.subscribe(() => {});
  const refresh = new Refresh(queries);

  refresh.take({ type: 'change', id: '1', kind: 'pin', scheduled: false });
  await new Promise((resolve) => setTimeout(resolve, 300));
  answers[0]?.('before the change');
  await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(2));
  answers[1]?.('after the change');
  await vi.waitFor(() => expect(list.getCurrentResult().data).toBe('after the change'));

  refresh.close();
  stop();
});
