// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import type { TrafficShare } from '../api/traffic';
import { percent, perSecond, RANGE_NAMES, sparkline, type TrafficRange, trend } from '../domain/traffic';

const WIDTH = 88;
const HEIGHT = 20;

type Props = Readonly<{
  /** What the traffic is of. */
  of: string;
  range: TrafficRange;
  part: TrafficShare;
}>;

/** Answers per second over time, as a small line without axes; the text alternative says what it shows. */
export function Sparkline({ of, range, part }: Props) {
  const max = Math.max(0, ...part.rates.map((rate) => rate ?? 0));
  return (
    <Box
      component="svg"
      role="img"
      aria-label={`Traffic of ${of} in the last ${RANGE_NAMES[range]}: ${percent(part.share)} of the answers, ${perSecond(part.rate)}, ${trend(part.rates)}`}
      viewBox={`-1 -2 ${WIDTH + 2} ${HEIGHT + 4}`}
      sx={{ display: 'block', width: WIDTH + 2, height: HEIGHT + 4, flex: 'none', color: 'primary.main' }}
    >
      <line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} stroke="var(--mui-palette-divider)" />
      <path
        d={sparkline(part.rates, max, WIDTH, HEIGHT)}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </Box>
  );
}
