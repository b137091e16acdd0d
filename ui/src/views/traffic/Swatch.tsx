// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import { BACKGROUND, useColors } from './useColors';

/** The color that a part has in the chart; null for all others together, which are striped. */
export function Swatch({ index }: Readonly<{ index: number | null }>) {
  const { parts, others } = useColors();
  const color = index === null ? others : parts[index];
  return (
    <Box
      component="span"
      aria-hidden
      sx={{
        flex: 'none',
        width: 12,
        height: 12,
        borderRadius: 0.5,
        mr: 1,
        verticalAlign: '-1px',
        background:
          index === null ? `repeating-linear-gradient(45deg, ${others} 0 3px, ${BACKGROUND} 3px 5px)` : color,
      }}
    />
  );
}
