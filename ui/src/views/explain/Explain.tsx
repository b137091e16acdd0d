// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { explanation } from '../../api/explain';
import { useApi, useIdentity } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { Candidates } from './Candidates';
import { Outcome } from './Outcome';
import { RequestFields } from './RequestFields';

/** Why a client is answered what it is. The question is in the address, so that the explanation can be shared. */
export function Explain() {
  const api = useApi();
  const identity = useIdentity();
  const [question, ask] = useSearchParams();
  const url = question.get('url') ?? '';
  const scheduled = question.has('scheduled');
  const { data, error, isFetching, refetch } = useQuery({
    ...explanation(api, url, scheduled),
    enabled: url !== '' && identity !== null,
  });

  function change(newUrl: string, newScheduled: boolean) {
    ask({ ...(newUrl && { url: newUrl }), ...(newScheduled && { scheduled: '1' }) });
  }

  return (
    <Page title="Explain" subtitle="What a client is answered, by which rule, and why not by the others">
      <UrlForm key={url} url={url} busy={isFetching} onAsk={(asked) => change(asked, scheduled)} />
      <FormControlLabel
        control={<Switch checked={scheduled} onChange={(event) => change(url, event.target.checked)} />}
        label="As if everything that is scheduled had been done"
        sx={{ mt: 1, mb: 3 }}
      />
      {identity === null ? (
        <EmptyState title="Log in to ask">
          The answer is made from data that only users of Balrog may see.
        </EmptyState>
      ) : url === '' ? (
        <EmptyState title="Paste the URL that a client asks for">
          It stands in the client’s log, or in about:support. The whole address will do, and so will its path
          alone.
        </EmptyState>
      ) : error ? (
        <ErrorState title="This can’t be explained" error={error} onRetry={() => refetch()} />
      ) : data === undefined ? (
        <Loading label="Asking" rows={3} />
      ) : (
        <Stack sx={{ gap: 3 }}>
          <Outcome explanation={data} />
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
