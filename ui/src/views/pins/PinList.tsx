// SPDX-License-Identifier: MPL-2.0
import AddIcon from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { memo, useDeferredValue, useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import { type Pin, pins } from '../../api/pins';
import { useChangesOf } from '../../api/scheduledChanges';
import { useAddressState } from '../../app/addressState';
import { useAccount, useApi } from '../../app/session';
import { ChangeCard } from '../../components/ChangeCard';
import { EmptyState } from '../../components/EmptyState';
import { EnactChange } from '../../components/EnactChange';
import { ErrorState } from '../../components/ErrorState';
import { FieldDiff } from '../../components/FieldDiff';
import { GatedButton } from '../../components/GatedButton';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { SearchField } from '../../components/SearchField';
import { SelectField } from '../../components/SelectField';
import { VirtualList } from '../../components/VirtualList';
import { changedFields } from '../../domain/diff';
import { mayForAny } from '../../domain/permissions';
import { filterPins } from '../../domain/pins';
import { PinRow } from './PinRow';

const NO_FILTER = { text: '', product: '', channel: '' };
const NOTHING: readonly Pin[] = [];

/** Which releases clients get that stay on a version, and what is scheduled about that. */
export function PinList() {
  const account = useAccount();
  const navigate = useNavigate();
  const { data: all = NOTHING, isPending, error, refetch } = useQuery(pins(useApi()));
  const changes = useChangesOf('pin');
  const [filter, put] = useAddressState(NO_FILTER);
  const shown = useDeferredValue(filter);
  const found = useMemo(() => filterPins(all, shown), [all, shown]);
  const products = useMemo(() => different(all.map(({ product }) => product)), [all]);
  const channels = useMemo(() => different(all.map(({ channel }) => channel)), [all]);

  return (
    <Page
      title="Pins"
      subtitle="Releases for clients pinned to a version"
      actions={
        <>
          <Button component={Link} to="/history?kind=pin">
            History
          </Button>
          <GatedButton
            verdict={mayForAny(account, 'pinnable_release', 'create')}
            variant="contained"
            startIcon={<AddIcon />}
            onClick={() => navigate('/pins/new')}
          >
            Set a pin
          </GatedButton>
        </>
      }
    >
      <Stack sx={{ gap: 3 }}>
        {changes.error !== null && (
          <ErrorState title="What is scheduled could not be loaded" error={changes.error} />
        )}
        {changes.data !== undefined && changes.data.length > 0 && (
          <Box component="section" aria-label="Scheduled">
            <Typography variant="h2" sx={{ mb: 1.5 }}>
              Scheduled
            </Typography>
            <Stack sx={{ gap: 1.5 }}>
              {changes.data.map((change) => (
                <ChangeCard key={change.id} change={change} actions={<EnactChange change={change} />}>
                  <Box sx={{ mb: 1.5 }}>
                    <FieldDiff changes={diff(change.row, all)} />
                  </Box>
                </ChangeCard>
              ))}
            </Stack>
          </Box>
        )}
        {isPending ? (
          <Loading label="Loading pins" />
        ) : error !== null ? (
          <ErrorState title="Pins could not be loaded" error={error} onRetry={refetch} />
        ) : all.length === 0 ? (
          <EmptyState title="There are no pins">
            Clients that ask to stay on a version get whatever the rules say.
          </EmptyState>
        ) : (
          <Stack sx={{ gap: 1.5 }}>
            <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
              <SearchField
                label="Search versions and releases"
                value={filter.text}
                onChange={(text) => put({ text })}
              />
              <SelectField
                label="Product"
                none="All products"
                options={products}
                value={filter.product}
                onChange={(product) => put({ product })}
              />
              <SelectField
                label="Channel"
                none="All channels"
                options={channels}
                value={filter.channel}
                onChange={(channel) => put({ channel })}
              />
            </Stack>
            <Typography variant="body2" role="status" sx={{ color: 'text.secondary' }}>
              {found.length === all.length ? `${all.length} pins` : `${found.length} of ${all.length} pins`}
            </Typography>
            {found.length === 0 ? (
              <EmptyState
                title="No pin fits"
                action={<Button onClick={() => put(NO_FILTER)}>Show all</Button>}
              >
                Clients whose pin is not listed are served by the rules.
              </EmptyState>
            ) : (
              <Rows pins={found} />
            )}
          </Stack>
        )}
      </Stack>
    </Page>
  );
}

const Rows = memo(function Rows({ pins: found }: Readonly<{ pins: readonly Pin[] }>) {
  return (
    <VirtualList
      label="Pins"
      items={found}
      keyOf={({ product, channel, version }) => `${product} ${channel} ${version}`}
      estimate={58}
    >
      {(pin) => <PinRow pin={pin} />}
    </VirtualList>
  );
});

function different(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function diff(
  row: Readonly<{ product: string; channel: string; version: string; mapping: string | null }>,
  all: readonly Pin[],
) {
  const present = all.find(
    ({ product, channel, version }) =>
      product === row.product && channel === row.channel && version === row.version,
  );
  return changedFields({ Release: present?.mapping }, { Release: row.mapping }, ['Release']);
}
