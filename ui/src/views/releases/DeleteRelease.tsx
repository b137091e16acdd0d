// SPDX-License-Identifier: MPL-2.0
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { type ReleaseContent, useReleaseActions } from '../../api/release';
import { useAccount } from '../../app/session';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { GatedButton } from '../../components/GatedButton';
import { mayDelete } from '../../domain/releaseRights';
import type { ReleaseEntry } from '../../domain/releases';

type Props = Readonly<{ entry: ReleaseEntry; content: ReleaseContent | null }>;

/** Deletes a release that nothing refers to. */
export function DeleteRelease({ entry, content }: Props) {
  const account = useAccount();
  const navigate = useNavigate();
  const { remove, forget } = useReleaseActions(entry.name, content);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <GatedButton verdict={mayDelete(account, entry)} color="error" onClick={() => setAsking(true)}>
        Delete
      </GatedButton>
      <ConfirmDialog
        open={asking}
        title="Delete this release?"
        confirm="Delete it"
        dangerous
        onConfirm={async () => {
          await remove.mutateAsync();
          await navigate('/releases');
          await forget();
        }}
        onClose={() => setAsking(false)}
      >
        <Stack sx={{ gap: 1.5 }}>
          <Typography>
            <strong style={{ overflowWrap: 'anywhere' }}>{entry.name}</strong> and all of its data will be
            gone.
          </Typography>
          <Typography sx={{ color: 'text.secondary' }}>
            No rule maps to it. Superblobs that contain it lose this part.
            {entry.change !== null && ' Its scheduled change is cancelled, too.'}
          </Typography>
        </Stack>
      </ConfirmDialog>
    </>
  );
}
