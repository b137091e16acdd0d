// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { type ReleaseContent, useRelease } from '../../api/release';
import { revisionData } from '../../api/releaseHistory';
import { useAccount, useApi } from '../../app/session';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { mayEdit } from '../../domain/releaseRights';
import type { ReleaseEntry } from '../../domain/releases';
import { type PartVersions, restored } from '../../domain/restore';
import { ReleaseEditor } from './ReleaseEditor';
import { type Subject, subjectOf } from './subject';
import { pretty, STORED } from './words';

/** Changes the data of a release, or the change that is scheduled for it. */
export function EditRelease() {
  const { name = '' } = useParams();
  const { content, entry, error, retry } = useRelease(name);
  return (
    <Page
      title={`Edit ${name}`}
      wide
      subtitle={entry ? `${entry.product ?? 'No product'} · ${STORED[entry.storage].long}` : undefined}
    >
      {error !== null ? (
        <ErrorState title="This release could not be loaded" error={error} onRetry={retry} />
      ) : content === undefined || entry === undefined ? (
        <Loading label="Loading the release" />
      ) : entry === null ? (
        <Alert severity="warning">There is no release of this name.</Alert>
      ) : (
        <Editor key={entry.key} entry={entry} content={content} />
      )}
    </Page>
  );
}

type EditorProps = Readonly<{ entry: ReleaseEntry; content: ReleaseContent | null }>;

function Editor({ entry, content }: EditorProps) {
  const verdict = mayEdit(useAccount(), entry);
  // Whatever others do meanwhile, what is being typed stays; the server decides about it.
  const [hasBegun, setHasBegun] = useState(verdict.allowed);
  if (verdict.allowed && !hasBegun) {
    setHasBegun(true);
  }
  const { name, product, storage, required, change } = entry;
  const subject: Subject = useMemo(() => subjectOf(change, content), [change, content]);
  const initial = useMemo(() => pretty(subject.data), [subject]);
  const revision = useRevision(entry, content);
  if (revision.error !== null) {
    return <ErrorState title="The revision could not be loaded" error={revision.error} />;
  }
  if (revision.isPending) {
    return <Loading label="Loading the revision" />;
  }
  if (!verdict.allowed && !hasBegun) {
    return <Alert severity="warning">This release can’t be edited now. {verdict.reason}</Alert>;
  }
  return (
    <ReleaseEditor
      name={name}
      storage={storage}
      subject={subject}
      initial={initial}
      proposed={revision.proposed}
      required={change?.required ?? required}
      when={change?.when}
      about={() => ({ product, obstacle: null })}
    />
  );
}

/** The release as it would be with a revision restored that the address asks for; null for none. */
function useRevision(entry: ReleaseEntry, content: ReleaseContent | null) {
  const [query] = useSearchParams();
  const id = query.get('restore');
  const part = query.get('part');
  const { data, error } = useQuery({ ...revisionData(useApi(), entry.name, id ?? ''), enabled: id !== null });
  const proposed = useMemo(() => {
    if (id === null || content === null || data === undefined) {
      return undefined;
    }
    const versions = content.storage === 'split' ? (content.versions as PartVersions) : null;
    return { id, text: pretty(restored(content.data, versions, part, data)) };
  }, [id, part, data, content]);
  return { proposed, error, isPending: id !== null && content !== null && proposed === undefined };
}
