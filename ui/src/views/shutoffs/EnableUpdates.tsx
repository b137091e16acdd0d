// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { productSignoffs } from '../../api/requiredSignoffs';
import { useChangesOf } from '../../api/scheduledChanges';
import { shutoffs } from '../../api/shutoffs';
import { useApi } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { requiredFor } from '../../domain/requiredSignoffs';
import { EnableForm } from './EnableForm';

/** Ends a shutoff: immediately where no signoff is needed, or as a scheduled change. */
export function EnableUpdates() {
  const api = useApi();
  const { product = '', channel = '' } = useParams();
  const active = useQuery(shutoffs(api));
  const requirements = useQuery(productSignoffs(api));
  const changes = useChangesOf('shutoff');
  const failed = [active, requirements, changes].find(({ error }) => error !== null);
  const isPending = active.isPending || requirements.isPending || changes.isPending;
  const shutoff = active.data?.find((one) => one.product === product && one.channel === channel);

  return (
    <Page title={`Resume updates of ${product} ${channel}`} subtitle={shutoff?.comment ?? undefined}>
      {failed ? (
        <ErrorState
          title="What is shut off could not be loaded"
          error={failed.error}
          onRetry={() => failed.refetch()}
        />
      ) : isPending ? (
        <Loading rows={2} />
      ) : shutoff === undefined ? (
        <EmptyState
          title={`${product} ${channel} is not shut off`}
          action={
            <Button component={Link} to="/shutoffs" variant="contained">
              Show shutoffs
            </Button>
          }
        >
          Updates are offered as the rules say.
        </EmptyState>
      ) : (
        <EnableForm
          key={`${product} ${channel}`}
          shutoff={shutoff}
          required={requiredFor(requirements.data ?? [], product, channel)}
          change={changes.data?.find(({ row }) => row.product === product && row.channel === channel) ?? null}
        />
      )}
    </Page>
  );
}
