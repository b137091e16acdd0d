// SPDX-License-Identifier: MPL-2.0
import AddIcon from '@mui/icons-material/Add';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { memo, useDeferredValue, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { useReleaseIndex } from '../../api/releaseIndex';
import { useAccount } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { GatedButton } from '../../components/GatedButton';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { VirtualList } from '../../components/VirtualList';
import { may } from '../../domain/permissions';
import { filterReleases, NO_FILTER, type ReleaseEntry } from '../../domain/releases';
import { ReleaseFilters } from './ReleaseFilters';
import { ReleaseRow, ReleaseRows } from './ReleaseRow';
import { useReleaseFilter } from './useReleaseFilter';

/** All releases, however they are stored. */
export function ReleaseList() {
  const account = useAccount();
  const navigate = useNavigate();
  const { index, isPending, error, retry } = useReleaseIndex();
  const [filter, setFilter] = useReleaseFilter();
  // What is typed is painted first; the list follows.
  const shown = useDeferredValue(filter);
  const releases = useMemo(() => filterReleases(index, shown), [index, shown]);
  const total = index.entries.length;

  return (
    <Page
      title="Releases"
      subtitle="What updates contain. Clients get a release when a rule maps to it."
      wide
      actions={
        <GatedButton
          verdict={may(account, 'release', 'create')}
          variant="contained"
          startIcon={<AddIcon />}
          onClick={() => navigate('/releases/new')}
        >
          New release
        </GatedButton>
      }
    >
      <Stack sx={{ gap: 1.5 }}>
        <ReleaseFilters filter={filter} products={index.products} onChange={setFilter} />
        {error !== null && (
          <ErrorState title="Not all releases could be loaded" error={error} onRetry={retry} />
        )}
        {isPending ? (
          error === null && <Loading label="Loading releases" rows={10} />
        ) : error !== null && total === 0 ? null : (
          <>
            <Typography variant="body2" role="status" sx={{ color: 'text.secondary' }}>
              {releases.length === total
                ? `${total.toLocaleString('en')} releases`
                : `${releases.length.toLocaleString('en')} of ${total.toLocaleString('en')} releases`}
            </Typography>
            {releases.length > 0 ? (
              <Rows releases={releases} />
            ) : total === 0 ? (
              <EmptyState title="There are no releases yet">
                Release automation submits them here. They can also be added by hand.
              </EmptyState>
            ) : (
              <EmptyState
                title="No matching releases"
                action={<Button onClick={() => setFilter(NO_FILTER)}>Clear filters</Button>}
              >
                Names have to contain each of the words, in any order.
              </EmptyState>
            )}
          </>
        )}
      </Stack>
    </Page>
  );
}

const Rows = memo(function Rows({ releases }: Readonly<{ releases: readonly ReleaseEntry[] }>) {
  return (
    <ReleaseRows>
      <VirtualList label="Releases" items={releases} keyOf={(release) => release.key} estimate={60}>
        {(release) => <ReleaseRow release={release} />}
      </VirtualList>
    </ReleaseRows>
  );
});
