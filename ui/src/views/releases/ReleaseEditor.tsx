// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import { type ReactNode, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { ApiProblem, explain } from '../../api/problem';
import { useSaveRelease } from '../../api/release';
import { useApi } from '../../app/session';
import type { Json } from '../../domain/jsonMerge';
import { mistakes, nameIn, type Refused } from '../../domain/releaseMistakes';
import type { Storage } from '../../domain/releases';
import { missing, type RequiredSignoffs } from '../../domain/signoffs';
import { EditStep } from './EditStep';
import { MergeStep } from './MergeStep';
import { ReviewStep } from './ReviewStep';
import { reload, type Subject } from './subject';
import { forget, useDraft } from './useDraft';
import { releasePath } from './words';

type Props = Readonly<{
  /** Null for a new release, which says itself what it is called. */
  name: string | null;
  storage: Storage;
  subject: Subject;
  initial: string;
  required: RequiredSignoffs;
  /** When the change is scheduled for that is edited; null for none. */
  when?: number | null;
  /** What there is to say about a text beside it. */
  about: (text: string) => About;
}>;

export type About = Readonly<{
  product: string | null;
  /** Why it can’t be reviewed yet; null where it can. */
  obstacle: string | null;
  fields?: ReactNode;
}>;

/** Edits a release: first typing, then reviewing, and where somebody else was faster, merging. */
export function ReleaseEditor(props: Props) {
  const { name, storage, required, when = null } = props;
  const key = name ?? 'new';
  const api = useApi();
  const navigate = useNavigate();
  const [query, setQuery] = useSearchParams();
  const draft = useDraft(key, props.subject, props.initial);
  const save = useSaveRelease();
  const [refused, setRefused] = useState<Refused | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [protectedByOthers, setProtected] = useState(false);
  const [theirs, setTheirs] = useState<Subject | null>(null);
  const { text, subject } = draft;
  const { product, obstacle, fields } = props.about(text);
  const signoffs = missing(required, {});
  const reviewing = query.get('step') === 'review' && obstacle === null && isSound(text, name);

  function go(step: 'edit' | 'review') {
    setFailure(null);
    setTheirs(null);
    setQuery((before) => {
      const next = new URLSearchParams(before);
      step === 'review' ? next.set('step', 'review') : next.delete('step');
      return next;
    });
  }

  async function submit(time: number | null) {
    const called = name ?? nameIn(text) ?? '';
    setFailure(null);
    try {
      const { base, change } = subject;
      await save.mutateAsync({ name: called, product, storage, text, base, change, when: time });
      forget(key);
      await navigate(releasePath(called));
    } catch (error) {
      await refuse(called, error);
    }
  }

  async function refuse(called: string, error: unknown) {
    if (error instanceof ApiProblem && error.places.length > 0) {
      setRefused({ text, places: error.places });
      go('edit');
    } else if (error instanceof ApiProblem && error.isOutdated) {
      setTheirs(await reload(api, called, storage, subject));
    } else {
      setProtected(error instanceof ApiProblem && error.needsSignoffs);
      setFailure(error);
    }
  }

  if (theirs !== null && theirs.data !== null) {
    return (
      <MergeStep
        base={subject.data ?? {}}
        theirs={theirs.data}
        mine={JSON.parse(text) as Json}
        onBack={() => go('edit')}
        onMerged={(merged) => {
          draft.rebase(theirs, merged);
          go('review');
        }}
      />
    );
  }
  if (reviewing) {
    return (
      <ReviewStep
        before={subject.base?.data ?? null}
        text={text}
        signoffs={signoffs}
        later={signoffs !== '' || protectedByOthers || subject.change !== null}
        when={when}
        busy={save.isPending}
        failure={failure !== null && <Alert severity="error">{explain(failure)}</Alert>}
        onBack={() => go('edit')}
        onSave={submit}
      />
    );
  }
  return (
    <Stack sx={{ gap: 2 }}>
      {draft.restored && (
        <Alert
          severity="info"
          variant="outlined"
          action={
            <Button color="inherit" size="small" onClick={draft.discard}>
              Discard it
            </Button>
          }
        >
          You had begun to edit this. What you typed is here again.
        </Alert>
      )}
      {subject.change !== null && (
        <Alert severity="info" variant="outlined">
          You edit the change that is scheduled. When you save it, the signoffs of others are withdrawn, since
          they agreed to something else.
        </Alert>
      )}
      <EditStep
        name={name}
        text={text}
        onChange={draft.change}
        refused={refused}
        fields={fields}
        obstacle={obstacle}
        cancelTo={name === null ? '/releases' : releasePath(name)}
        onReview={() => go('review')}
      />
    </Stack>
  );
}

function isSound(text: string, name: string | null): boolean {
  return mistakes(text, name, null).length === 0;
}
