// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { ReleaseContent } from '../../api/release';
import { type ReleaseRevision, revisionData } from '../../api/releaseHistory';
import { useAccount, useApi } from '../../app/session';
import { ErrorState } from '../../components/ErrorState';
import { GatedButton } from '../../components/GatedButton';
import { Loading } from '../../components/Loading';
import { JsonEditor } from '../../components/lazyJson';
import { Moment } from '../../components/Moment';
import { same } from '../../domain/jsonMerge';
import { mayEdit } from '../../domain/releaseRights';
import type { ReleaseEntry } from '../../domain/releases';
import { partLabel } from '../../domain/restore';
import { utc } from '../../domain/time';
import { DataDiff } from './DataDiff';
import { heightFor, pretty, releasePath } from './words';

const DONE = { insert: 'Added', update: 'Changed', delete: 'Deleted' } as const;

type Props = Readonly<{
  name: string;
  revision: ReleaseRevision;
  /** Other revisions of the same part, the latest first. */
  others: readonly ReleaseRevision[];
  content: ReleaseContent | null;
  /** Null for a release that is gone. */
  entry: ReleaseEntry | null;
  open: boolean;
  /** The id of the revision to compare with; null for the one before. */
  comparedWith: string | null;
  onOpen: (open: boolean) => void;
  onCompare: (id: string) => void;
}>;

/** Who has made a release, or a part of it, what and when; in detail when asked. */
export function RevisionCard(props: Props) {
  const { name, revision, entry, content, open, onOpen } = props;
  const account = useAccount();
  const navigate = useNavigate();
  const isSplit = content?.storage === 'split' || revision.path !== null;
  const isGone = revision.change_type === 'delete';

  function restore() {
    const query = new URLSearchParams({ restore: revision.id, step: 'review' });
    if (revision.path !== null) {
      query.set('part', revision.path);
    }
    navigate(`${releasePath(name, 'edit')}?${query}`);
  }

  return (
    <Paper sx={{ px: 2, py: 1.25 }}>
      <Stack direction="row" sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        <Box sx={{ flex: '1 1 260px', minWidth: 0, overflowWrap: 'anywhere' }}>
          <Typography>
            <strong>{DONE[revision.change_type]}</strong> <Moment at={revision.timestamp} past /> by{' '}
            {revision.changed_by}
          </Typography>
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            {isSplit && `${partLabel(revision.path)} · `}
            {revision.data_version === null ? 'deleted' : `data version ${revision.data_version}`}
          </Typography>
        </Box>
        {!isGone && (
          <>
            <Button size="small" aria-expanded={open} onClick={() => onOpen(!open)}>
              {open ? 'Hide changes' : 'Show changes'}
            </Button>
            {entry !== null && (
              <GatedButton size="small" verdict={mayEdit(account, entry)} onClick={restore}>
                Restore
              </GatedButton>
            )}
          </>
        )}
      </Stack>
      {open && !isGone && (
        <Box sx={{ mt: 1.5, mb: 1 }}>
          <Comparison {...props} />
        </Box>
      )}
    </Paper>
  );
}

/** A revision, and in what it differs from another one. */
function Comparison({ name, revision, others, comparedWith, onCompare }: Props) {
  const api = useApi();
  const candidates = others.filter(({ change_type: type }) => type !== 'delete');
  const before =
    candidates.find(({ id }) => id === comparedWith) ??
    candidates.find(({ timestamp }) => timestamp <= revision.timestamp);
  const after = useQuery(revisionData(api, name, revision.id));
  const other = useQuery({ ...revisionData(api, name, before?.id ?? ''), enabled: before !== undefined });
  const error = after.error ?? other.error;
  if (error !== null) {
    return <ErrorState title="This revision could not be loaded" error={error} />;
  }
  if (after.data === undefined || (before !== undefined && other.data === undefined)) {
    return <Loading label="Loading the revision" rows={2} />;
  }
  if (before === undefined || other.data === undefined) {
    const text = pretty(after.data);
    return <JsonEditor label="Data" value={text} height={heightFor(text, 50)} />;
  }
  return (
    <Stack sx={{ gap: 1.5 }}>
      <TextField
        select
        label="Compared with"
        value={before.id}
        onChange={(event) => onCompare(event.target.value)}
        sx={{ maxWidth: 460 }}
      >
        {candidates.map((candidate) => (
          <MenuItem key={candidate.id} value={candidate.id}>
            {title(candidate)}
          </MenuItem>
        ))}
      </TextField>
      {same(other.data, after.data) ? (
        <Typography sx={{ color: 'text.secondary' }}>The data of both revisions is the same.</Typography>
      ) : (
        <DataDiff
          before={other.data}
          after={after.data}
          beforeLabel={title(before)}
          afterLabel={title(revision)}
        />
      )}
    </Stack>
  );
}

function title({ data_version: version, timestamp }: ReleaseRevision): string {
  return `Data version ${version}, ${utc(timestamp)}`;
}
