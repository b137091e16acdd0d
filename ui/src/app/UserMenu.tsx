// SPDX-License-Identifier: MPL-2.0
import Avatar from '@mui/material/Avatar';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import IconButton from '@mui/material/IconButton';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Tooltip from '@mui/material/Tooltip';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { Link } from 'react-router';
import { UNLOADED } from '../domain/permissions';
import { useAccount, useAuth, useIdentity, useRestoring } from './session';
import { useLogin } from './useLogin';

/** Who is logged in, as what, and the way in and out. */
export function UserMenu() {
  const auth = useAuth();
  const login = useLogin();
  const identity = useIdentity();
  const account = useAccount();
  const restoring = useRestoring();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);

  if (identity === null && restoring) {
    return (
      <Typography variant="body2" role="status" sx={{ color: 'text.secondary' }}>
        Logging in …
      </Typography>
    );
  }
  if (identity === null) {
    return auth.available ? (
      <Button variant="contained" size="small" onClick={login}>
        Log in
      </Button>
    ) : (
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        Read only: no login is configured
      </Typography>
    );
  }
  const standing = account.unloaded
    ? UNLOADED[account.unloaded]
    : account.known
      ? account.roles.length > 0
        ? `Signs off as ${account.roles.join(', ')}`
        : 'Has no role to sign off as'
      : 'Has no permissions: read only';
  return (
    <>
      <Tooltip title={identity.email}>
        <IconButton
          aria-label={`Account of ${identity.email}`}
          aria-haspopup="menu"
          onClick={(event) => setAnchor(event.currentTarget)}
          size="small"
        >
          <Avatar sx={{ width: 28, height: 28, fontSize: 13, bgcolor: 'primary.main' }}>
            {identity.name.charAt(0).toUpperCase()}
          </Avatar>
        </IconButton>
      </Tooltip>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        <Box component="li" sx={{ px: 2, py: 1, maxWidth: 300 }}>
          <Typography variant="subtitle2">{identity.name}</Typography>
          <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
            {identity.email}
          </Typography>
          <Typography variant="body2" sx={{ mt: 0.5 }}>
            {standing}
          </Typography>
        </Box>
        <Divider component="li" />
        <MenuItem component={Link} to="/notifications" onClick={() => setAnchor(null)}>
          Notifications
        </MenuItem>
        <MenuItem onClick={() => auth.logout()}>Log out</MenuItem>
      </Menu>
    </>
  );
}
