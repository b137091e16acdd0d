// SPDX-License-Identifier: MPL-2.0
import ShutoffIcon from '@mui/icons-material/PowerSettingsNewOutlined';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { useChangesOf } from '../../api/scheduledChanges';
import { shutoffs } from '../../api/shutoffs';
import { useAccount, useApi } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { GatedButton } from '../../components/GatedButton';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { mayForAny } from '../../domain/permissions';
import { ShutoffCard } from './ShutoffCard';

/** What is shut off now, and when it will go on. */
export function Shutoffs() {
  const account = useAccount();
  const navigate = useNavigate();
  const { data: active, error, isPending, refetch } = useQuery(shutoffs(useApi()));
  const changes = useChangesOf('shutoff');

  const pull = (
    <GatedButton
      verdict={mayForAny(account, 'emergency_shutoff', 'create')}
      variant="contained"
      color="error"
      size="large"
      startIcon={<ShutoffIcon />}
      onClick={() => navigate('/shutoffs/new')}
    >
      Shut updates off …
    </GatedButton>
  );

  return (
    <Page
      title="Emergency shutoff"
      subtitle="Stops all updates of a product on a channel within seconds, without signoffs"
      actions={
        <>
          <Button component={Link} to="/history?kind=emergency_shutoff" size="large">
            History
          </Button>
          {pull}
        </>
      }
    >
      {error !== null && (
        <ErrorState title="What is shut off could not be loaded" error={error} onRetry={refetch} />
      )}
      {changes.error !== null && (
        <ErrorState title="What is scheduled could not be loaded" error={changes.error} />
      )}
      {isPending ? (
        <Loading label="Loading shutoffs" rows={2} />
      ) : active?.length === 0 ? (
        <EmptyState title="Nothing is shut off">Updates are offered as the rules say.</EmptyState>
      ) : (
        <Stack component="ul" aria-label="What is shut off" sx={{ gap: 2, p: 0, m: 0, listStyle: 'none' }}>
          {active?.map((shutoff) => (
            <li key={`${shutoff.product} ${shutoff.channel}`}>
              <ShutoffCard
                shutoff={shutoff}
                change={
                  changes.data?.find(
                    ({ row }) => row.product === shutoff.product && row.channel === shutoff.channel,
                  ) ?? null
                }
              />
            </li>
          ))}
        </Stack>
      )}
    </Page>
  );
}
