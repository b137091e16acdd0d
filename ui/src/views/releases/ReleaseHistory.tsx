// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Autocomplete from '@mui/material/Autocomplete';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useRelease } from '../../api/release';
import { type ReleaseRevision, releaseRevisions } from '../../api/releaseHistory';
import { useApi } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { partLabel, partPaths, pathText } from '../../domain/restore';
import { RevisionCard } from './RevisionCard';
import { releasePath } from './words';

/** What a release was, who has changed it, and the way back. */
export function ReleaseHistory() {
  const { name = '' } = useParams();
  const [query, setQuery] = useSearchParams();
  const part = query.get('part');
  const { content, entry } = useRelease(name);
  const revisions = useInfiniteQuery(releaseRevisions(useApi(), name, part));
  const pages = revisions.data?.pages ?? [];
  const shown = pages.flatMap((page) => page.revisions);
  const parts = useMemo(
    () => (content?.storage === 'split' ? ['.', ...partPaths(content.versions).map(pathText)] : []),
    [content],
  );

  function set(values: Record<string, string | null>) {
    setQuery((before) => {
      const next = new URLSearchParams(before);
      for (const [key, value] of Object.entries(values)) {
        value === null ? next.delete(key) : next.set(key, value);
      }
      return next;
    });
  }

  return (
    <Page
      title={`History of ${name}`}
      subtitle={entry === null ? 'This release was deleted; its history is kept.' : undefined}
      actions={
        entry !== null && (
          <Button component={Link} to={releasePath(name)}>
            Show the release
          </Button>
        )
      }
      wide
    >
      <Stack sx={{ gap: 2 }}>
        {parts.length > 1 && (
          <Autocomplete
            options={parts}
            value={part}
            getOptionLabel={labelOf}
            onChange={(_, value) => set({ part: value, open: null, with: null })}
            sx={{ maxWidth: 420 }}
            renderInput={(params) => <TextField {...params} label="Part" placeholder="All parts" />}
          />
        )}
        {pages.some(({ truncated }) => truncated) && (
          <Alert severity="info" variant="outlined">
            There is more than can be shown together. Choose a part to see all of its revisions.
          </Alert>
        )}
        {revisions.error !== null ? (
          <ErrorState
            title="The history could not be loaded"
            error={revisions.error}
            onRetry={() => revisions.refetch()}
          />
        ) : revisions.isPending ? (
          <Loading label="Loading the history" />
        ) : shown.length === 0 ? (
          <EmptyState title="There is no history of this release">
            Revisions of releases are kept where a place for them has been configured.
          </EmptyState>
        ) : (
          <Stack component="ol" sx={{ gap: 1, p: 0, m: 0, listStyle: 'none' }}>
            {shown.map((revision) => (
              <li key={revision.id}>
                <RevisionCard
                  name={name}
                  revision={revision}
                  others={samePart(shown, revision)}
                  content={content ?? null}
                  entry={entry ?? null}
                  open={query.get('open') === revision.id}
                  comparedWith={query.get('with')}
                  onOpen={(open) => set({ open: open ? revision.id : null, with: null })}
                  onCompare={(other) => set({ with: other })}
                />
              </li>
            ))}
          </Stack>
        )}
        {revisions.hasNextPage && (
          <Button
            onClick={() => revisions.fetchNextPage()}
            loading={revisions.isFetchingNextPage}
            sx={{ alignSelf: 'center' }}
          >
            Show earlier ones
          </Button>
        )}
      </Stack>
    </Page>
  );
}

function labelOf(part: string): string {
  return partLabel(part === '.' ? null : part);
}

function samePart(all: readonly ReleaseRevision[], revision: ReleaseRevision): ReleaseRevision[] {
  return all.filter(({ path, id }) => path === revision.path && id !== revision.id);
}
