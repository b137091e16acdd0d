// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import { useMemo } from 'react';
import { useParams } from 'react-router';
import { type ReleaseContent, useRelease } from '../../api/release';
import { useAccount } from '../../app/session';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { mayEdit } from '../../domain/releaseRights';
import type { ReleaseEntry } from '../../domain/releases';
import { ReleaseEditor } from './ReleaseEditor';
import { type Subject, subjectOfChange } from './subject';
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
  const { name, product, storage, required, change } = entry;
  const subject: Subject = useMemo(
    () =>
      change?.kind === 'release'
        ? subjectOfChange(change, content)
        : { data: content?.data ?? null, base: content, change: null },
    [change, content],
  );
  const initial = useMemo(() => pretty(subject.data), [subject]);
  if (!verdict.allowed) {
    return <Alert severity="warning">This release can’t be edited now. {verdict.reason}</Alert>;
  }
  return (
    <ReleaseEditor
      name={name}
      storage={storage}
      subject={subject}
      initial={initial}
      required={change?.required ?? required}
      when={change?.when}
      about={() => ({ product, obstacle: null })}
    />
  );
}
