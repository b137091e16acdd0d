// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useMemo, useState } from 'react';
import { type ReleaseContent, useReleaseActions } from '../../api/release';
import { useAccount } from '../../app/session';
import { ChangeCard } from '../../components/ChangeCard';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { Discussion } from '../../components/Discussion';
import { DropChange } from '../../components/DropChange';
import { FieldDiff } from '../../components/FieldDiff';
import { GatedButton } from '../../components/GatedButton';
import { JsonEditor } from '../../components/lazyJson';
import type { ScheduledChange } from '../../domain/changes';
import { changedFields } from '../../domain/diff';
import { type Json, same } from '../../domain/jsonMerge';
import { may } from '../../domain/permissions';
import type { ReleaseEntry } from '../../domain/releases';
import { DataDiff } from './DataDiff';
import { heightFor, pretty } from './words';

type Change = NonNullable<ReleaseEntry['change']>;
type Props = Readonly<{ change: Change; content: ReleaseContent | null }>;

/** What is scheduled for a release: what it changes, the signoffs, and the way to drop it. */
export function ReleaseChange({ change, content }: Props) {
  const account = useAccount();
  const { read_only: readOnly, product } = change.row;
  const action = change.changeType === 'insert' ? 'create' : 'modify';
  const verdict =
    readOnly === null || change.kind === 'release'
      ? may(account, 'release', action, product)
      : may(account, 'release_read_only', readOnly ? 'set' : 'unset', product);
  return (
    <section aria-labelledby="scheduled">
      <Typography variant="h2" id="scheduled" sx={{ mb: 1 }}>
        Scheduled
      </Typography>
      {content === null && change.kind === 'splitRelease' ? (
        <ChangeCard change={change} />
      ) : (
        <ChangeCard change={change}>
          <Box sx={{ mb: 2 }}>
            <WhatChanges change={change} content={content} />
          </Box>
        </ChangeCard>
      )}
      <Stack direction="row" sx={{ mt: 1, gap: 1 }}>
        {change.kind === 'release' ? (
          <DropChange change={change} verdict={verdict} />
        ) : (
          <KeepRelease name={change.row.name} content={content} verdict={verdict} change={change} />
        )}
      </Stack>
      <Box sx={{ mt: 2 }}>
        <Discussion change={change} />
      </Box>
    </section>
  );
}

function WhatChanges({ change, content }: Props) {
  const after: Json | null =
    change.kind === 'release' ? change.row.data : content?.storage === 'split' ? content.scheduled : null;
  const before = content?.data ?? null;
  const changesData = useMemo(
    () => after !== null && (before === null || !same(before, after)),
    [before, after],
  );
  if (change.changeType === 'delete') {
    return <Typography>The release is deleted, with all of its data.</Typography>;
  }
  const readOnly = change.row.read_only;
  const isReadOnly = change.kind === 'release' ? !changesData && readOnly !== null : readOnly !== null;
  return (
    <Stack sx={{ gap: 1.5 }}>
      {isReadOnly && (
        <FieldDiff
          changes={changedFields(
            { 'Read-only': readOnly ? 'no' : 'yes' },
            { 'Read-only': readOnly ? 'yes' : 'no' },
            ['Read-only'],
          )}
        />
      )}
      {changesData && after !== null && before === null && <NewData data={after} />}
      {changesData && after !== null && before !== null && (
        <DataDiff before={before} after={after} beforeLabel="Current" afterLabel="Proposed" />
      )}
      {change.kind === 'splitRelease' && <Parts change={change} />}
    </Stack>
  );
}

function NewData({ data }: Readonly<{ data: Json }>) {
  const text = pretty(data);
  return <JsonEditor label="Proposed data" value={text} height={heightFor(text, 50)} />;
}

const DONE = { insert: 'added', update: 'changed', delete: 'deleted' } as const;

function Parts({ change }: Readonly<{ change: ScheduledChange & { kind: 'splitRelease' } }>) {
  const { parts } = change.row;
  return (
    <details>
      <summary>
        {parts.length === 1 ? '1 part changes' : `${parts.length} parts change, signed off together`}
      </summary>
      <Box component="ul" sx={{ my: 0.5, fontSize: 14, maxHeight: 220, overflow: 'auto' }}>
        {parts.map((part) => (
          <li key={part.path ?? ''}>
            {part.path ? <code>{part.path}</code> : 'What all platforms and locales share'}:{' '}
            {DONE[part.change_type]}
          </li>
        ))}
      </Box>
    </details>
  );
}

type KeepProps = Readonly<{
  name: string;
  content: ReleaseContent | null;
  change: Change;
  verdict: ReturnType<typeof may>;
}>;

/** Drops what is scheduled for the parts of a release. */
function KeepRelease({ name, content, change, verdict }: KeepProps) {
  const [asking, setAsking] = useState(false);
  const { keep, setReadOnly } = useReleaseActions(name, content);
  const readOnly = change.row.read_only;
  return (
    <>
      <GatedButton verdict={verdict} size="small" color="error" onClick={() => setAsking(true)}>
        Cancel this change
      </GatedButton>
      <ConfirmDialog
        open={asking}
        title="Cancel this scheduled change?"
        confirm="Cancel the change"
        dangerous
        onConfirm={() =>
          readOnly === null
            ? keep.mutateAsync()
            : setReadOnly.mutateAsync({ readOnly: !readOnly, when: null })
        }
        onClose={() => setAsking(false)}
      >
        <Typography>The release stays as it is now.</Typography>
        <Typography sx={{ mt: 1, color: 'text.secondary' }}>
          The signoffs that were given to the change are lost.
        </Typography>
      </ConfirmDialog>
    </>
  );
}
