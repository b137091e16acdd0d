// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Link from '@mui/material/Link';
import { useQuery } from '@tanstack/react-query';
import { Link as RouterLink } from 'react-router';
import { shutoffs } from '../api/shutoffs';
import { useApi } from './session';

/** Says on every view which updates are shut off, for as long as they are. */
export function ShutoffBanner() {
  const { data: active = [] } = useQuery(shutoffs(useApi()));
  if (active.length === 0) {
    return null;
  }
  return (
    <Alert
      severity="error"
      variant="filled"
      square
      sx={{
        py: 0,
        px: { xs: 2, md: 3 },
        alignItems: 'center',
        bgcolor: '#b91c1c',
        color: '#ffffff',
      }}
    >
      Updates are shut off for{' '}
      <strong>{active.map(({ product, channel }) => `${product} ${channel}`).join(', ')}</strong>.{' '}
      <Link component={RouterLink} to="/shutoffs" color="inherit" underline="always">
        Show
      </Link>
    </Alert>
  );
}
