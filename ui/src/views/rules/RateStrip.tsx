// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useNow } from '../../components/Moment';
import type { RatePoint } from '../../domain/rollout';
import { localAndUtc, relative } from '../../domain/time';

type Props = Readonly<{
  /** The earliest first. */
  points: readonly RatePoint[];
  /** The scheduled step; null where none is. */
  next: RatePoint | null;
}>;

const WIDTH = 600;
const HEIGHT = 72;
/** So many steps are named in the text alternative. */
const NAMED = 6;

/** The background rate of a rule over time as a line of steps; what is scheduled is dashed. */
export function RateStrip({ points, next }: Props) {
  const now = useNow();
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || (points.length < 2 && next === null)) {
    return null;
  }
  const end = Math.max(now, next === null ? now : next.at + (next.at - now) * 0.3);
  const span = Math.max(1, end - first.at);
  const x = (at: number) => 4 + ((Math.min(Math.max(at, first.at), end) - first.at) / span) * (WIDTH - 8);
  const y = (rate: number) => HEIGHT - 8 - (rate / 100) * (HEIGHT - 16);
  const path = points
    .map(({ at, rate }, i) => (i === 0 ? `M${x(at)},${y(rate)}` : `H${x(at)} V${y(rate)}`))
    .concat(`H${x(now)}`)
    .join(' ');
  const ahead =
    next === null ? null : `M${x(now)},${y(last.rate)} H${x(next.at)} V${y(next.rate)} H${x(end)}`;
  const words = points.slice(-NAMED).map(({ at, rate }) => `${rate} % since ${relative(at, now)}`);

  return (
    <Box sx={{ mt: 2 }}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        width="100%"
        height={HEIGHT}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Background rate over time: ${words.join(', ')}${
          next === null ? '' : `; scheduled: ${next.rate} % at ${localAndUtc(next.at)}`
        }`}
      >
        {[0, 50, 100].map((rate) => (
          <line
            key={rate}
            x1={0}
            x2={WIDTH}
            y1={y(rate)}
            y2={y(rate)}
            stroke="var(--mui-palette-divider)"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        <path
          d={path}
          fill="none"
          stroke="var(--mui-palette-primary-main)"
          strokeWidth={2.5}
          vectorEffect="non-scaling-stroke"
        />
        {ahead !== null && (
          <path
            d={ahead}
            fill="none"
            stroke="var(--mui-palette-warning-main)"
            strokeWidth={2.5}
            strokeDasharray="5 5"
            vectorEffect="non-scaling-stroke"
          />
        )}
      </svg>
      <Typography
        variant="body2"
        sx={{
          display: 'flex',
          justifyContent: 'space-between',
          gap: 2,
          color: 'text.secondary',
          flexWrap: 'wrap',
        }}
      >
        <span>
          {first.rate} %, {relative(first.at, now)}
        </span>
        <span>
          {last.rate} % since {relative(last.at, now)}
          {next !== null && ` · ${next.rate} % ${relative(next.at, now)}`}
        </span>
      </Typography>
    </Box>
  );
}
