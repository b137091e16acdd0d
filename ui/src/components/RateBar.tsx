// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';

type Props = Readonly<{
  /** Percentage, from 0 to 100. */
  rate: number;
  label: string;
}>;

/** A background rate as a bar with its number. */
export function RateBar({ rate, label }: Props) {
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, maxWidth: 240 }}>
      <Box
        role="img"
        aria-label={`${label}: ${rate} %`}
        sx={{
          flex: 1,
          height: 8,
          borderRadius: 4,
          bgcolor: 'action.selected',
          overflow: 'hidden',
          minWidth: 60,
        }}
      >
        <Box
          sx={{
            height: '100%',
            width: `${rate}%`,
            bgcolor: rate >= 100 ? 'success.main' : 'primary.main',
          }}
        />
      </Box>
      <Box
        component="span"
        aria-hidden
        sx={{ fontVariantNumeric: 'tabular-nums', fontWeight: 600, minWidth: 46, textAlign: 'right' }}
      >
        {rate}
        {' %'}
      </Box>
    </Box>
  );
}
