// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import Typography from '@mui/material/Typography';
import { useLiveState } from './useLive';

const SHOWN = {
  live: {
    text: 'Live',
    color: 'success.main',
    title: 'Changes appear here as soon as they are committed.',
  },
  reconnecting: {
    text: 'Reconnecting',
    color: 'warning.main',
    title: 'The stream of changes is interrupted. Until it is back, lists are polled every 5 seconds.',
  },
} as const;

/** Read aloud everywhere, shown where there is room. */
const HIDDEN_ON_PHONES = {
  position: { xs: 'absolute', sm: 'static' },
  width: { xs: '1px', sm: 'auto' },
  height: { xs: '1px', sm: 'auto' },
  overflow: 'hidden',
  clipPath: { xs: 'inset(50%)', sm: 'none' },
  whiteSpace: 'nowrap',
} as const;

/** Says whether changes appear at once. */
export function LiveIndicator() {
  const state = useLiveState();
  const shown = state === 'live' || state === 'reconnecting' ? SHOWN[state] : null;
  return (
    <Box role="status" sx={{ display: 'flex', alignItems: 'center' }}>
      {shown !== null && (
        <Tooltip title={shown.title} describeChild>
          <Typography
            component="span"
            variant="body2"
            sx={{ display: 'flex', alignItems: 'center', gap: 0.75, color: 'text.secondary' }}
          >
            <Box
              component="span"
              aria-hidden
              sx={{ width: 8, height: 8, borderRadius: '50%', bgcolor: shown.color }}
            />
            <Box component="span" sx={HIDDEN_ON_PHONES}>
              {shown.text}
            </Box>
          </Typography>
        </Tooltip>
      )}
    </Box>
  );
}
