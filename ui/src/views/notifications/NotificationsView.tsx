// SPDX-License-Identifier: MPL-2.0
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { type Notifications, notifications } from '../../api/notifications';
import { useApi, useIdentity } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { LogInButton } from '../../components/LogInButton';
import { Page } from '../../components/Page';
import { eventName } from '../../domain/notifications';
import { BrowserSwitch } from './BrowserSwitch';
import { DestinationCard } from './DestinationCard';

/** Who is notified of what: this browser, and the destinations of the server. */
export function NotificationsView() {
  const isLoggedIn = useIdentity() !== null;
  const { data, error, refetch } = useQuery({ ...notifications(useApi()), enabled: isLoggedIn });
  return (
    <Page title="Notifications" subtitle="Who is notified of changes that need somebody, and of shutoffs">
      <Stack sx={{ gap: 3 }}>
        <BrowserSwitch />
        <section aria-labelledby="destinations">
          <Typography variant="h2" id="destinations" sx={{ mb: 1 }}>
            Destinations
          </Typography>
          {!isLoggedIn ? (
            <EmptyState title="Log in to see the destinations" action={<LogInButton />} />
          ) : error !== null ? (
            <ErrorState title="The destinations could not be loaded" error={error} onRetry={refetch} />
          ) : data === undefined ? (
            <Loading label="Loading the destinations" />
          ) : data.destinations.length === 0 ? (
            <HowToSwitchOn />
          ) : (
            <Destinations data={data} />
          )}
        </section>
      </Stack>
    </Page>
  );
}

function Destinations({ data: { events, products, destinations } }: Readonly<{ data: Notifications }>) {
  return (
    <Stack sx={{ gap: 2 }}>
      <Typography>
        Events: {events.map(eventName).join(', ')}. Products: {products.join(', ') || 'all'}. They are set by
        environment variables of the admin app.
      </Typography>
      {destinations.map((destination) => (
        <DestinationCard key={destination.id} destination={destination} />
      ))}
    </Stack>
  );
}

function HowToSwitchOn() {
  return (
    <EmptyState title="No destinations are configured">
      Start the admin app with <code>NOTIFY_WEBHOOKS</code> and <code>NOTIFY_WEBHOOK_SECRET</code> for
      webhooks, <code>NOTIFY_SLACK_WEBHOOKS</code> for Slack, or <code>NOTIFY_SMTP_URL</code>,{' '}
      <code>NOTIFY_EMAIL_FROM</code> and <code>NOTIFY_EMAIL_TO</code> for e-mail. The page{' '}
      <code>docs/notifications.md</code> of the documentation has the details.
    </EmptyState>
  );
}
