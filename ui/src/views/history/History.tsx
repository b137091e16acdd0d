// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import { useSearchParams } from 'react-router';
import { useHistory } from '../../api/history';
import { useAddressState } from '../../app/addressState';
import { useAuth, useIdentity } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { VirtualList } from '../../components/VirtualList';
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
        <EmptyState
          title="Log in to see the history"
          action={
            auth.available && (
              <Button variant="contained" onClick={() => auth.login()}>
                Log in
              </Button>
            )
          }
        >
          It tells what people did, so it is shown to those who are logged in.
        </EmptyState>
      ) : (
        <Stack sx={{ gap: 2 }}>
          <HistoryFilters filter={filter} onChange={put} />
          {error !== null && (
            <ErrorState title="The history could not be loaded" error={error} onRetry={refetch} />
          )}
          {isPending ? (
            <Loading label="Loading the history" rows={8} />
          ) : entries.length === 0 ? (
            error === null && (
              <EmptyState
                title="Nothing has happened that fits"
                action={<Button onClick={() => put(NO_HISTORY_FILTER)}>Show everything</Button>}
              >
                What releases were is told by the releases themselves.
              </EmptyState>
            )
          ) : (
            <>
              <VirtualList label="What happened" items={entries} keyOf={({ id }) => id} estimate={64}>
                {(entry, index) => (
                  <EntryRow
                    entry={entry}
                    before={entries[index - 1]?.timestamp ?? null}
                    open={open === entry.id}
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
      This is where the history begins
    </Stack>
  );
}
