// SPDX-License-Identifier: MPL-2.0
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type ReleaseContent, readOnlySignoffs, useReleaseActions } from '../../api/release';
import { splitReleases } from '../../api/releases';
import { useAccount, useApi } from '../../app/session';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { GatedButton } from '../../components/GatedButton';
import { WhenField } from '../../components/WhenField';
import { mayToggleReadOnly } from '../../domain/releaseRights';
import type { ReleaseEntry } from '../../domain/releases';
import { missing, type RequiredSignoffs } from '../../domain/signoffs';

type Props = Readonly<{ entry: ReleaseEntry; content: ReleaseContent }>;

const SOON = 5 * 60_000;

/** Makes a release read-only, or writable again: where that is protected, at a time, when others have agreed. */
export function ReadOnlySwitch({ entry, content }: Props) {
  const account = useAccount();
  const { setReadOnly } = useReleaseActions(entry.name, content);
  const required = useWritableSignoffs(entry);
  const [asking, setAsking] = useState(false);
  const [when, setWhen] = useState<number | null>(null);
  const { name, readOnly, storage } = entry;
  const signoffs = readOnly ? missing(required ?? {}, {}) : '';
  const choosesTime = signoffs !== '' && storage === 'whole';

  function open() {
    setWhen(Date.now() + SOON);
    setAsking(true);
  }

  return (
    <>
      <GatedButton verdict={mayToggleReadOnly(account, entry)} onClick={open}>
        {readOnly ? 'Make writable' : 'Make read-only'}
      </GatedButton>
      <ConfirmDialog
        open={asking}
        title={readOnly ? 'Let this release be changed again?' : 'Make this release read-only?'}
        confirm={signoffs !== '' ? 'Schedule it' : readOnly ? 'Make writable' : 'Make read-only'}
        incomplete={required === null || (choosesTime && when === null)}
        onConfirm={() => setReadOnly.mutateAsync({ readOnly: !readOnly, when: choosesTime ? when : null })}
        onClose={() => setAsking(false)}
      >
        <Stack sx={{ gap: 2 }}>
          <Typography>
            <strong style={{ overflowWrap: 'anywhere' }}>{name}</strong>{' '}
            {readOnly
              ? 'can then be changed and deleted.'
              : 'can then neither be changed nor deleted until it is writable again. Clients still get it.'}
          </Typography>
          {signoffs !== '' && (
            <Typography>
              This needs signoffs of {signoffs}, so it is scheduled
              {storage === 'split' ? ' and done as soon as they are given.' : '.'}
            </Typography>
          )}
          {choosesTime && <WhenField label="When" value={when} onChange={setWhen} required future />}
        </Stack>
      </ConfirmDialog>
    </>
  );
}

/** The signoffs that it takes to make a release writable again; null while they are not known. */
function useWritableSignoffs(entry: ReleaseEntry): RequiredSignoffs | null {
  const api = useApi();
  const { name, readOnly, required, storage } = entry;
  const ofRules = Object.keys(required).length > 0;
  const whole = useQuery({
    ...readOnlySignoffs(api, name),
    enabled: readOnly && storage === 'whole' && !ofRules,
  });
  const split = useQuery({ ...splitReleases(api), enabled: readOnly && storage === 'split' && !ofRules });
  if (!readOnly || ofRules) {
    return required;
  }
  return storage === 'whole'
    ? (whole.data ?? null)
    : (split.data?.find((release) => release.name === name)?.product_required_signoffs ?? null);
}
