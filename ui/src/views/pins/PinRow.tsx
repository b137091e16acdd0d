// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { memo } from 'react';
import { Link as RouterLink, useNavigate } from 'react-router';
import type { Pin } from '../../api/pins';
import { useAccount } from '../../app/session';
import { GatedButton } from '../../components/GatedButton';
import { may } from '../../domain/permissions';

/** A pin in the list. */
export const PinRow = memo(function PinRow({ pin }: Readonly<{ pin: Pin }>) {
  const { product, channel, version, mapping } = pin;
  const navigate = useNavigate();
  const params = new URLSearchParams({ product, channel, version });
  return (
    <Paper sx={{ px: 2, py: 1, mb: 1 }}>
      <Stack direction="row" sx={{ columnGap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography sx={{ flex: { xs: '1 1 100%', sm: '0 0 40%' }, minWidth: 0, overflowWrap: 'anywhere' }}>
          {product} {channel} <strong>{version}</strong>
        </Typography>
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Link
            component={RouterLink}
            to={`/releases/${encodeURIComponent(mapping)}`}
            sx={{ overflowWrap: 'anywhere' }}
          >
            {mapping}
          </Link>
        </Box>
        <GatedButton
          verdict={may(useAccount(), 'pinnable_release', 'modify', product)}
          size="small"
          aria-label={`Change the pin ${product} ${channel} ${version}`}
          onClick={() => navigate(`/pins/new?${params}`)}
        >
          Change
        </GatedButton>
      </Stack>
    </Paper>
  );
});
