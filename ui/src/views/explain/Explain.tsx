// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { explanation } from '../../api/explain';
import { releaseNames } from '../../api/releaseNames';
import { updatePathAddress } from '../../api/updatePath';
import { useApi, useIdentity } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { LogInButton } from '../../components/LogInButton';
import { Page } from '../../components/Page';
import { type Client, suggested, updateUrl, versionsOf } from '../../domain/updateUrl';
import { Candidates } from './Candidates';
import { ClientForm } from './ClientForm';
import { Outcome } from './Outcome';
import { RequestFields } from './RequestFields';

/** Which release a client is offered, by which rule. The question is in the address, so that it can be shared. */
export function Explain() {
  const api = useApi();
  const isLoggedIn = useIdentity() !== null;
  const [question, ask] = useSearchParams();
  const scheduled = question.has('scheduled');
  const client: Client = {
    product: question.get('product') ?? '',
    channel: question.get('channel') ?? '',
    version: question.get('version') ?? '',
    system: question.get('system') ?? 'win64',
    locale: question.get('locale') ?? 'en-US',
    buildId: '',
  };
  const asksForClient = !question.has('url') && client.product !== '' && client.channel !== '';
  const names = useQuery({ ...releaseNames(api), enabled: asksForClient && client.version === '' });
  const version = client.version || suggested(versionsOf(names.data ?? [], client.product, client.channel));
  const isKnown = asksForClient && (version !== '' || names.isFetched);
  const url = question.get('url') ?? (isKnown ? updateUrl({ ...client, version: version || '1.0' }) : '');
  const { data, error, refetch, isFetching } = useQuery({
    ...explanation(api, url, scheduled),
    enabled: url !== '' && isLoggedIn,
  });

  function change(values: Record<string, string>, newScheduled: boolean) {
    ask({ ...values, ...(newScheduled && { scheduled: '1' }) });
  }

  function asked(): Record<string, string> {
    const values = Object.fromEntries(question);
    delete values.scheduled;
    return values;
  }

  return (
    <Page
      title="Explain an update"
      subtitle="Which release a client is offered, by which rule, and why the other rules don’t apply"
    >
      <Stack sx={{ gap: 1.5 }}>
        <ClientForm
          key={`${client.product} ${client.channel}`}
          client={client}
          onAsk={({ product, channel, version: of, system, locale }) =>
            change({ product, channel, version: of, system, locale }, scheduled)
          }
        />
        <UrlForm key={url} url={url} busy={isFetching} onAsk={(typed) => change({ url: typed }, scheduled)} />
      </Stack>
      <FormControlLabel
        control={<Switch checked={scheduled} onChange={(event) => change(asked(), event.target.checked)} />}
        label="Include scheduled rule changes"
        sx={{ mt: 1, mb: 3 }}
      />
      {!isLoggedIn ? (
        <EmptyState title="Log in to ask" action={<LogInButton />}>
          The explanation uses data that only users of Balrog may see.
        </EmptyState>
      ) : asksForClient && !isKnown ? (
        <Loading label="Loading versions" rows={3} />
      ) : url === '' ? (
        <EmptyState title="Describe a client, or paste its update URL">
          The URL is in the client’s log and in about:support. With or without the host.
        </EmptyState>
      ) : error ? (
        <ErrorState title="This can’t be explained" error={error} onRetry={() => refetch()} />
      ) : data === undefined ? (
        <Loading label="Asking" rows={3} />
      ) : (
        <Stack sx={{ gap: 3 }}>
          <Outcome explanation={data} />
          <Button
            component={Link}
            variant="outlined"
            sx={{ alignSelf: 'flex-start' }}
            to={updatePathAddress({
              product: data.request.product,
              channel: data.request.channel,
              buildTarget: data.request.buildTarget,
              locale: data.request.locale ?? '',
              osVersion: data.request.osVersion ?? '',
            })}
          >
            Update path of such clients
          </Button>
          <RequestFields request={data.request} />
          <Candidates explanation={data} />
        </Stack>
      )}
    </Page>
  );
}

type FormProps = Readonly<{ url: string; busy: boolean; onAsk: (url: string) => void }>;

function UrlForm({ url, busy, onAsk }: FormProps) {
  const [text, setText] = useState(url);
  return (
    <Paper
      component="form"
      sx={{ p: 2, display: 'flex', gap: 1.5, flexWrap: 'wrap' }}
      onSubmit={(event) => {
        event.preventDefault();
        onAsk(text.trim());
      }}
    >
      <TextField
        type="search"
        label="Update URL"
        placeholder="https://aus5.mozilla.org/update/6/Firefox/…/update.xml"
        value={text}
        onChange={(event) => setText(event.target.value)}
        slotProps={{ htmlInput: { spellCheck: false, autoCapitalize: 'none' } }}
        sx={{ flex: '1 1 320px', '& input': { fontFamily: 'monospace' } }}
      />
      <Button type="submit" variant="contained" loading={busy} disabled={text.trim() === ''}>
        Explain
      </Button>
    </Paper>
  );
}
