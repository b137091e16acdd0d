// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useProposeChangeSet } from '../../api/changeSets';
import { type CheckedExpectation, expectations, useDeleteExpectation } from '../../api/expectations';
import { ApiProblem } from '../../api/problem';
import { useAddressState } from '../../app/addressState';
import { useAccount, useApi } from '../../app/session';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { SearchField } from '../../components/SearchField';
import { SelectField } from '../../components/SelectField';
import { filterExpectations, heldText } from '../../domain/expectations';
import { ExpectationCard } from './ExpectationCard';

const NO_FILTER = { text: '', product: '' };
const NOTHING: readonly CheckedExpectation[] = [];

/** What clients have to be offered, and whether they are. */
export function ExpectationList() {
  const { known } = useAccount();
  const {
    data: all = NOTHING,
    error,
    isPending,
    isFetching,
    refetch,
  } = useQuery({ ...expectations(useApi()), enabled: known });
  return (
    <Page
      title="Expectations"
      subtitle="What clients must be offered. A change that breaks an expectation is rejected."
      actions={
        <>
          <Button component={Link} to="/history?kind=expectation">
            History
          </Button>
          <Button variant="outlined" disabled={!known || isFetching} onClick={() => refetch()}>
            Check again
          </Button>
        </>
      }
    >
      {!known ? (
        <EmptyState title="Log in to check the expectations" />
      ) : error !== null && !isFetching ? (
        <ErrorState title="The expectations could not be checked" error={error} onRetry={() => refetch()} />
      ) : isPending ? (
        <Loading label="Checking the expectations" rows={4} />
      ) : all.length === 0 ? (
        <EmptyState title="There are no expectations">
          Write them for what is served now with <code>balrog expect generate</code>, and store them with{' '}
          <code>balrog expect apply</code>.
        </EmptyState>
      ) : (
        <Found all={all} />
      )}
    </Page>
  );
}

function Found({ all }: Readonly<{ all: readonly CheckedExpectation[] }>) {
  const [filter, put] = useAddressState(NO_FILTER);
  const shown = useDeferredValue(filter);
  const found = useMemo(() => filterExpectations(all, shown), [all, shown]);
  const products = useMemo(() => [...new Set(all.flatMap(({ products }) => products))].sort(), [all]);
  const [deleted, setDeleted] = useState<CheckedExpectation | null>(null);
  const [unsigned, setUnsigned] = useState<CheckedExpectation | null>(null);
  const { mutateAsync: remove } = useDeleteExpectation();
  const { mutateAsync: propose } = useProposeChangeSet();
  const navigate = useNavigate();

  async function removeOrAsk(expectation: CheckedExpectation) {
    try {
      await remove(expectation);
    } catch (error) {
      if (!(error instanceof ApiProblem && error.needsSignoffs)) {
        throw error;
      }
      setUnsigned(expectation);
    }
  }

  async function proposeRemoval({ name, dataVersion }: CheckedExpectation) {
    const { set_id: id } = await propose({
      description: `Delete the expectation ${name}`,
      changes: [{ kind: 'expectation', change_type: 'delete', row: { name, data_version: dataVersion } }],
    });
    navigate(`/change-sets/${id}`);
  }

  return (
    <Stack sx={{ gap: 1.5 }}>
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
        <SearchField
          label="Search names, reasons and outcomes"
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
      </Stack>
      <Typography variant="body2" role="status" sx={{ color: 'text.secondary' }}>
        {found.length === all.length ? heldText(all) : `${heldText(found)}, of ${all.length}`}
      </Typography>
      {found.length === 0 ? (
        <EmptyState
          title="No expectation fits"
          action={<Button onClick={() => put(NO_FILTER)}>Show all</Button>}
        />
      ) : (
        <Box
          component="ul"
          aria-label="Expectations"
          sx={{ display: 'grid', gap: 1, listStyle: 'none', m: 0, p: 0 }}
        >
          {found.map((expectation) => (
            <li key={expectation.name}>
              <ExpectationCard expectation={expectation} onDelete={() => setDeleted(expectation)} />
            </li>
          ))}
        </Box>
      )}
      <ConfirmDialog
        open={deleted !== null}
        title={`Delete the expectation ${deleted?.name ?? ''}?`}
        confirm="Delete"
        dangerous
        onConfirm={async () => deleted !== null && removeOrAsk(deleted)}
        onClose={() => setDeleted(null)}
      >
        Changes that break it are no longer rejected. It stays in History.
      </ConfirmDialog>
      <ConfirmDialog
        open={unsigned !== null}
        title={`Propose to delete ${unsigned?.name ?? ''}?`}
        confirm="Propose as a change set"
        onConfirm={async () => unsigned !== null && proposeRemoval(unsigned)}
        onClose={() => setUnsigned(null)}
      >
        Deleting it needs the signoffs of the rules that it tests. A change set can be signed off.
      </ConfirmDialog>
    </Stack>
  );
}
