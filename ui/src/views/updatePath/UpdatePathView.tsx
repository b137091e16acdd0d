// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { type PathQuestion, type UpdatePath, updatePath } from '../../api/updatePath';
import { useApi, useIdentity } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { Help } from '../../components/Help';
import { Loading } from '../../components/Loading';
import { LogInButton } from '../../components/LogInButton';
import { Page } from '../../components/Page';
import { summary } from '../../domain/updatePath';
import { PathDiagram } from './PathDiagram';
import { PathForm } from './PathForm';
import { PathTable } from './PathTable';

/** Which versions clients pass on their way to the newest. The question is in the address, so that it can be shared. */
export function UpdatePathView() {
  const api = useApi();
  const isLoggedIn = useIdentity() !== null;
  const [address, ask] = useSearchParams();
  const question: PathQuestion = {
    product: address.get('product') ?? '',
    channel: address.get('channel') ?? '',
    buildTarget: address.get('buildTarget') ?? '',
    locale: address.get('locale') ?? '',
    osVersion: address.get('osVersion') ?? '',
  };
  const isComplete = question.product !== '' && question.channel !== '';
  const { data, error, isFetching, refetch } = useQuery({
    ...updatePath(api, question),
    enabled: isComplete && isLoggedIn,
  });

  return (
    <Page
      wide
      title="Update path"
      subtitle="The versions that clients pass on their way to the newest one, as the rules are now"
      actions={
        <Button
          variant="outlined"
          disabled={!isComplete || !isLoggedIn || isFetching}
          onClick={() => refetch()}
        >
          Check again
        </Button>
      }
    >
      <Stack sx={{ gap: 3 }}>
        <PathForm
          key={address.toString()}
          question={question}
          onAsk={(asked) =>
            ask(Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== '')))
          }
        />
        {!isLoggedIn ? (
          <EmptyState title="Log in to see update paths" action={<LogInButton />} />
        ) : !isComplete ? (
          <EmptyState title="Choose a product and a channel" />
        ) : error !== null && !isFetching ? (
          <ErrorState title="The update path could not be loaded" error={error} onRetry={() => refetch()} />
        ) : data === undefined ? (
          <Loading label="Following the updates" rows={4} />
        ) : (
          <Found path={data} question={question} />
        )}
      </Stack>
    </Page>
  );
}

function Found({ path, question }: Readonly<{ path: UpdatePath; question: PathQuestion }>) {
  const { product, channel } = question;
  if (path.nodes.length === 0) {
    return (
      <EmptyState
        title={`No rule is for ${product} ${channel}`}
        action={
          <Button component={Link} to={`/rules?${new URLSearchParams({ product })}`} variant="outlined">
            Rules of {product}
          </Button>
        }
      >
        Clients of this channel are offered no update.
      </EmptyState>
    );
  }
  return (
    <>
      {path.cut_off && (
        <Alert severity="warning" variant="outlined">
          This is not all: the rules tell too many clients or versions apart. Choose an operating system or a
          locale.
        </Alert>
      )}
      <section aria-labelledby="path">
        <Typography id="path" variant="h2" sx={{ mb: 0.5 }}>
          {product} {channel}
          <Help term="watershed" />
        </Typography>
        <Typography role="status" sx={{ mb: 1.5, color: 'text.secondary' }}>
          {summary(path)}
        </Typography>
        <PathDiagram path={path} />
      </section>
      <section aria-labelledby="steps">
        <Typography id="steps" variant="h2" sx={{ mb: 1.5 }}>
          The same as a table
        </Typography>
        <PathTable path={path} />
      </section>
    </>
  );
}
