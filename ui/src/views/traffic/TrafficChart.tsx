// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import { LineChart, lineClasses } from '@mui/x-charts/LineChart';
import { useMemo } from 'react';
import type { Traffic } from '../../api/traffic';
import { timeOfDay } from '../../domain/time';
import { axisRate, highest, partName, perSecond, RANGE_NAMES, type TrafficRange } from '../../domain/traffic';
import { BACKGROUND, useColors } from './useColors';

const HEIGHT = 340;
const OTHERS = 'others';

type Props = Readonly<{ data: Traffic; range: TrafficRange; withProduct: boolean }>;

const DATE = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
const DATE_AND_TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** Answers per second over time, stacked. The table of the same parts is its legend and its text alternative. */
export function TrafficChart({ data, range, withProduct }: Props) {
  const colors = useColors();
  const parts = useMemo(() => (data.others === null ? data.series : [...data.series, data.others]), [data]);
  const series = useMemo(
    () =>
      parts.map((part, index) => ({
        id: part === data.others ? OTHERS : `part-${index}`,
        data: part.rates,
        label: partName(data.by, part, withProduct),
        color: part === data.others ? colors.others : (colors.parts[index] ?? colors.others),
        area: true,
        stack: 'all',
        curve: 'linear' as const,
        showMark: false,
        valueFormatter: (rate: number | null) => (rate === null ? null : perSecond(rate)),
      })),
    [data, parts, withProduct, colors.parts, colors.others],
  );
  return (
    <Box
      role="group"
      aria-label={`Stacked area: answers per second by ${data.by} in the last ${RANGE_NAMES[range]}. The table below has the same parts.`}
      sx={{ position: 'relative' }}
    >
      <svg width={0} height={0} aria-hidden style={{ position: 'absolute' }}>
        <defs>
          <pattern
            id="traffic-others"
            width={6}
            height={6}
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width={6} height={6} fill={BACKGROUND} />
            <rect width={3.5} height={6} fill={colors.others} />
          </pattern>
        </defs>
      </svg>
      <LineChart
        height={HEIGHT}
        skipAnimation
        hideLegend
        series={series}
        grid={{ horizontal: true }}
        margin={{ top: 12, right: 16, bottom: 0, left: 0 }}
        xAxis={[
          {
            data: data.times,
            scaleType: 'time',
            domainLimit: 'strict',
            valueFormatter: (time: number, context) =>
              context.location === 'tick'
                ? range === '7d'
                  ? DATE.format(time)
                  : timeOfDay(time)
                : DATE_AND_TIME.format(time),
            tickLabelMinGap: 12,
          },
        ]}
        yAxis={[{ min: 0, width: 64, valueFormatter: axisRate(highest(parts)) }]}
        sx={{
          // Lines in the color of the background tell adjacent areas apart without their colors.
          [`& .${lineClasses.line}`]: { stroke: BACKGROUND, strokeWidth: 1.5 },
          [`& .${lineClasses.area}`]: { filter: 'none' },
          [`& .${lineClasses.area}[data-series="${OTHERS}"]`]: { fill: 'url(#traffic-others)' },
        }}
      />
    </Box>
  );
}
