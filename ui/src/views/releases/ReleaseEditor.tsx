// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import { type ReactNode, useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { ApiProblem, explain } from '../../api/problem';
import { useSaveRelease } from '../../api/release';
import { notify } from '../../app/notices';
import { useApi } from '../../app/session';
import { type Json, same } from '../../domain/jsonMerge';
import { mistakes, nameIn, type Refused } from '../../domain/releaseMistakes';
import type { Storage } from '../../domain/releases';
import type { RequiredSignoffs } from '../../domain/signoffs';
import { EditStep } from './EditStep';
import { EditsChange } from './EditsChange';
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
  /** What to begin with in place of that: the draft it becomes is kept under this name. */
  proposed?: Readonly<{ id: string; text: string }>;
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
  const key = [name ?? 'new', props.proposed?.id ?? []].flat().join(' ');
  const api = useApi();
  const navigate = useNavigate();
  const [query, setQuery] = useSearchParams();
  const draft = useDraft(key, props.subject, props.initial, props.proposed?.text);
  const save = useSaveRelease();
  const [refused, setRefused] = useState<Refused | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [protectedByOthers, setProtected] = useState(false);
  const [theirs, setTheirs] = useState<Subject | null>(null);
  const { text, subject } = draft;
  const { product, obstacle, fields } = props.about(text);
  const { base, change } = subject;
  const saving = useMemo(
    () => ({ name: name ?? nameIn(text) ?? '', product, storage, text, base, change }),
    [name, product, storage, text, base, change],
  );
  // What was just saved is in the list before the page is left: that is no obstacle.
  const isSaving = save.isPending || save.isSuccess;
  const reviewing =
    query.get('step') === 'review' && (isSaving || (obstacle === null && isSound(text, name)));

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
    setFailure(null);
    try {
      await save.mutateAsync({ ...saving, when: time });
      notify(`${time === null ? 'Saved' : 'Scheduled'}: release ${saving.name}`);
      forget(key);
      await navigate(releasePath(saving.name));
    } catch (error) {
      await refuse(error);
    }
  }

  async function refuse(error: unknown) {
    if (error instanceof ApiProblem && error.places.length > 0) {
      setRefused({ text, places: error.places });
      go('edit');
      return;
    }
    const now = await changedMeanwhile(error);
    if (now !== null) {
      setTheirs(now);
    } else {
      setProtected(error instanceof ApiProblem && error.needsSignoffs);
      setFailure(error);
    }
  }

  /** What others have made of it, where that may be why it was refused: the server says so in several ways. */
  async function changedMeanwhile(error: unknown): Promise<Subject | null> {
    if (!(error instanceof ApiProblem && error.status === 400) || (base ?? change) === null) {
      return null;
    }
    const now = await reload(api, saving.name, storage, subject).catch(() => null);
    const isOther = now?.data != null && !same(now.data, subject.data ?? undefined);
    return now !== null && (isOther || error.isOutdated) ? now : null;
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
        save={saving}
        required={required}
        later={protectedByOthers || change !== null}
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
              Discard the draft
            </Button>
          }
        >
          Draft restored: you had begun to edit this.
        </Alert>
      )}
      {change !== null && <EditsChange />}
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
