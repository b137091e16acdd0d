// SPDX-License-Identifier: MPL-2.0
import CheckIcon from '@mui/icons-material/CheckCircleOutlined';
import MissingIcon from '@mui/icons-material/RadioButtonUnchecked';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { explain } from '../api/problem';
import { type ScheduledChange, useChangeActions } from '../api/scheduledChanges';
import { useAccount } from '../app/session';
import { progress, rolesToSign } from '../domain/signoffs';

/** Who has signed a scheduled change off, who is missing by role and number, and the buttons to sign and to withdraw. */
export function SignoffPanel({ change }: Readonly<{ change: ScheduledChange }>) {
  const account = useAccount();
  const { sign, withdraw } = useChangeActions(change);
  const failure = sign.error ?? withdraw.error;
  const roles = rolesToSign(account, change.required, change.signoffs);
  const ownRole = account.username === null ? undefined : change.signoffs[account.username];
  const required = progress(change.required, change.signoffs);

  return (
    <Stack sx={{ gap: 1 }}>
      {required.length === 0 ? (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          Needs no signoffs
        </Typography>
      ) : (
        <Stack component="ul" sx={{ gap: 0.75, p: 0, m: 0, listStyle: 'none' }}>
          {required.map(({ role, required: count, given, missing }) => (
            <Stack
              component="li"
              key={role}
              direction="row"
              sx={{ gap: 1, alignItems: 'center', flexWrap: 'wrap' }}
            >
              {missing === 0 ? (
                <CheckIcon fontSize="small" color="success" titleAccess="Complete" />
              ) : (
                <MissingIcon fontSize="small" color="warning" titleAccess="Missing" />
              )}
              <Typography variant="body2" sx={{ fontWeight: 560 }}>
                {role}
              </Typography>
              <Typography variant="body2" sx={{ color: 'text.secondary' }}>
                {given.length} of {count}
                {missing > 0 && `, ${missing} missing`}
              </Typography>
              {given.map((user) => (
                <Chip key={user} label={user} variant="outlined" />
              ))}
            </Stack>
          ))}
        </Stack>
      )}
      <Stack direction="row" sx={{ gap: 1 }}>
        {roles.length > 0 && (
          <SignButton roles={roles} busy={sign.isPending} onSign={(role) => sign.mutate(role)} />
        )}
        {ownRole !== undefined && (
          <Button
            size="small"
            variant="outlined"
            color="warning"
            loading={withdraw.isPending}
            onClick={() => withdraw.mutate()}
          >
            Withdraw my signoff
          </Button>
        )}
      </Stack>
      {failure && <Alert severity="error">{explain(failure)}</Alert>}
    </Stack>
  );
}

type SignProps = Readonly<{ roles: string[]; busy: boolean; onSign: (role: string) => void }>;

/** Signs at once where only one role fits, and asks which where several do. */
function SignButton({ roles, busy, onSign }: SignProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [only, ...others] = roles;
  if (only !== undefined && others.length === 0) {
    return (
      <Button size="small" variant="contained" loading={busy} onClick={() => onSign(only)}>
        Sign off as {only}
      </Button>
    );
  }
  return (
    <>
      <Button
        size="small"
        variant="contained"
        aria-haspopup="menu"
        loading={busy}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        Sign off as …
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {roles.map((role) => (
          <MenuItem
            key={role}
            onClick={() => {
              setAnchor(null);
              onSign(role);
            }}
          >
            {role}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
