// SPDX-License-Identifier: MPL-2.0
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { type ReleaseContent, useReleaseActions } from '../../api/release';
import { useAccount } from '../../app/session';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { GatedButton } from '../../components/GatedButton';
import { resolve } from '../../domain/jsonMerge';
import { may } from '../../domain/permissions';
import type { ReleaseEntry } from '../../domain/releases';

type Props = Readonly<{ entry: ReleaseEntry; content: ReleaseContent }>;

/** Makes a release what clients get that are pinned to its version. Only those that are stored by locale can be it. */
export function PinRelease({ entry, content }: Props) {
  const account = useAccount();
  const { pin } = useReleaseActions(entry.name, content);
  const [asking, setAsking] = useState(false);
  const [channel, setChannel] = useState('release');
  const [version, setVersion] = useState('');
  const { name, product, storage } = entry;
  if (storage !== 'split' || product === null) {
    return null;
  }

  function open() {
    const appVersion = resolve(content.data, '/appVersion');
    setVersion(typeof appVersion === 'string' ? `${appVersion.split('.')[0]}.` : '');
    setAsking(true);
  }

  return (
    <>
      <GatedButton verdict={may(account, 'pinnable_release', 'create', product)} onClick={open}>
        Pin
      </GatedButton>
      <ConfirmDialog
        open={asking}
        title="Offer this release to pinned clients?"
        confirm="Pin it"
        incomplete={channel.trim() === '' || !/^\d+\.(\d+\.)?$/.test(version)}
        onConfirm={async () => {
          const answer = await pin.mutateAsync({ product, channel: channel.trim(), version });
          if (answer.data !== undefined && 'pin_not_set' in answer.data) {
            throw new Error(
              'clients of this pin are offered a newer release already, so nothing was changed',
            );
          }
        }}
        onClose={() => setAsking(false)}
      >
        <Stack sx={{ gap: 2 }}>
          <Typography>
            Clients that are pinned to a version are updated within it, and to no later release than{' '}
            <strong style={{ overflowWrap: 'anywhere' }}>{name}</strong>.
          </Typography>
          <Stack direction="row" sx={{ gap: 2, mt: 1 }}>
            <TextField
              label="Channel"
              value={channel}
              onChange={(event) => setChannel(event.target.value)}
              required
              fullWidth
            />
            <TextField
              label="Version"
              value={version}
              onChange={(event) => setVersion(event.target.value)}
              helperText="With a dot at its end, such as 140. or 140.2."
              required
              fullWidth
            />
          </Stack>
        </Stack>
      </ConfirmDialog>
    </>
  );
}
