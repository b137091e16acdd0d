// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useHistory } from '../../api/history';
import { useAddressState } from '../../app/addressState';
import { useAuth, useIdentity } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { LogInButton } from '../../components/LogInButton';
import { Page } from '../../components/Page';
import { VirtualList } from '../../components/VirtualList';
import { historyRows } from '../../domain/changeRecord';
import { NO_HISTORY_FILTER } from '../../domain/history';
import { EntryRow } from './EntryRow';
import { HistoryFilters } from './HistoryFilters';
import { More } from './More';
import { useRested } from './useRested';

/** Who did what, when, to everything. Filters and the entry that is open stand in the address. */
export function History() {
  const auth = useAuth();
  const identity = useIdentity();
  const [search, setSearch] = useSearchParams();
  const [filter, put] = useAddressState(NO_HISTORY_FILTER);
  const { entries, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useHistory(
    useRested(filter),
  );
  const rows = useMemo(() => historyRows(entries), [entries]);
  const authors = useMemo(() => [...new Set(entries.map(({ changed_by: by }) => by))], [entries]);
  const open = search.get('entry');

  function toggle(id: string) {
    setSearch(
      (old) => {
        const params = new URLSearchParams(old);
        if (open === id) {
          params.delete('entry');
        } else {
          params.set('entry', id);
        }
        return params;
      },
      { replace: true, preventScrollReset: true },
    );
  }

  return (
    <Page title="History" subtitle="Who did what, and when">
      {identity === null ? (
        <EmptyState title="Log in to see the history" action={auth.available && <LogInButton />}>
          History names people, so only users who are logged in can see it.
        </EmptyState>
      ) : (
        <Stack sx={{ gap: 2 }}>
          <HistoryFilters filter={filter} authors={authors} onChange={put} />
          {error !== null && (
            <ErrorState title="The history could not be loaded" error={error} onRetry={refetch} />
          )}
          {isPending ? (
            <Loading label="Loading the history" rows={8} />
          ) : entries.length === 0 ? (
            error === null && (
              <EmptyState
                title="No matching events"
                action={<Button onClick={() => put(NO_HISTORY_FILTER)}>Clear filters</Button>}
              >
                Contents of releases: see each release’s history.
              </EmptyState>
            )
          ) : (
            <>
              <VirtualList label="What happened" items={rows} keyOf={({ key }) => key} estimate={64}>
                {(row, index) => (
                  <EntryRow
                    row={row}
                    before={rows[index - 1]?.entries[0]?.timestamp ?? null}
                    open={open === row.key || row.entries.some(({ id }) => id === open)}
                    onToggle={toggle}
                  />
                )}
              </VirtualList>
              {hasNextPage ? <More busy={isFetchingNextPage} onMore={fetchNextPage} /> : <EndOfHistory />}
            </>
          )}
        </Stack>
      )}
    </Page>
  );
}

function EndOfHistory() {
  return (
    <Stack sx={{ alignItems: 'center', py: 2, color: 'text.secondary', fontSize: 14 }}>
      The history begins here
    </Stack>
  );
}
