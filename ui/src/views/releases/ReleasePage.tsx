// SPDX-License-Identifier: MPL-2.0
import EditIcon from '@mui/icons-material/EditOutlined';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useMemo } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { type ReleaseContent, useRelease } from '../../api/release';
import { useAccount } from '../../app/session';
import { download } from '../../components/download';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { GatedButton } from '../../components/GatedButton';
import { Loading } from '../../components/Loading';
import { JsonEditor } from '../../components/lazyJson';
import { Page } from '../../components/Page';
import { mayEdit } from '../../domain/releaseRights';
import type { ReleaseEntry } from '../../domain/releases';
import { DeleteRelease } from './DeleteRelease';
import { PinRelease } from './PinRelease';
import { ReadOnlySwitch } from './ReadOnlySwitch';
import { ReleaseChange } from './ReleaseChange';
import { ReleaseFacts } from './ReleaseFacts';
import { heightFor, pretty, releasePath } from './words';

/** One release: what it is for, what is scheduled for it, and its data. */
export function ReleasePage() {
  const { name = '' } = useParams();
  const { content, entry, error, retry } = useRelease(name);
  if (error !== null) {
    return (
      <Page title={name}>
        <ErrorState title="This release could not be loaded" error={error} onRetry={retry} />
      </Page>
    );
  }
  if (content === undefined || entry === undefined) {
    return (
      <Page title={name}>
        <Loading label="Loading the release" />
      </Page>
    );
  }
  if (entry === null) {
    return (
      <Page title={name}>
        <EmptyState
          title="There is no release of this name"
          action={
            <Button component={Link} to="/releases" variant="contained">
              Show all releases
            </Button>
          }
        >
          It may have been deleted, or the address may be incomplete.
        </EmptyState>
      </Page>
    );
  }
  return <Shown entry={entry} content={content} />;
}

type ShownProps = Readonly<{ entry: ReleaseEntry; content: ReleaseContent | null }>;

function Shown({ entry, content }: ShownProps) {
  const account = useAccount();
  const navigate = useNavigate();
  const { name } = entry;
  const text = useMemo(() => (content === null ? null : pretty(content.data)), [content]);
  return (
    <Page
      title={name}
      wide
      actions={
        <>
          <Button component={Link} to={releasePath(name, 'history')}>
            History
          </Button>
          {content !== null && <PinRelease entry={entry} content={content} />}
          {content !== null && <ReadOnlySwitch entry={entry} content={content} />}
          <DeleteRelease entry={entry} content={content} />
          <GatedButton
            verdict={mayEdit(account, entry)}
            variant="contained"
            startIcon={<EditIcon />}
            onClick={() => navigate(releasePath(name, 'edit'))}
          >
            {entry.change !== null && !entry.readOnly ? 'Edit the scheduled change' : 'Edit'}
          </GatedButton>
        </>
      }
    >
      <Stack sx={{ gap: 3 }}>
        <ReleaseFacts entry={entry} />
        {entry.change !== null && <ReleaseChange change={entry.change} content={content} />}
        {text !== null && (
          <section aria-labelledby="data">
            <Stack
              direction="row"
              sx={{
                mb: 1,
                justifyContent: 'space-between',
                alignItems: 'baseline',
                flexWrap: 'wrap',
                gap: 1,
              }}
            >
              <Typography variant="h2" id="data">
                Data
              </Typography>
              <Stack direction="row" sx={{ gap: 1 }}>
                <Button size="small" component={Link} to={`/releases/new?from=${encodeURIComponent(name)}`}>
                  Use as a template
                </Button>
                <Button size="small" onClick={() => download(`${name}.json`, 'application/json', text)}>
                  Download
                </Button>
              </Stack>
            </Stack>
            <JsonEditor label={`Data of ${name}`} value={text} height={heightFor(text, 65)} />
          </section>
        )}
      </Stack>
    </Page>
  );
}
