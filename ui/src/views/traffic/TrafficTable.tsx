// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import { Link } from 'react-router';
import type { Traffic, TrafficShare } from '../../api/traffic';
import { Sparkline } from '../../components/Sparkline';
import { partAddress, partName, percent, perSecond, type TrafficRange } from '../../domain/traffic';
import { Swatch } from './Swatch';

type Props = Readonly<{ data: Traffic; range: TrafficRange; withProduct: boolean }>;

/** The parts of the traffic, with the colors that they have in the chart. */
export function TrafficTable({ data, range, withProduct }: Props) {
  const parts = data.others === null ? data.series : [...data.series, data.others];
  return (
    // What scrolls has to be reached by the keyboard
    <Paper role="group" aria-labelledby="traffic-table" tabIndex={0} sx={{ overflowX: 'auto' }}>
      <Box
        component="table"
        aria-labelledby="traffic-table"
        sx={{
          width: '100%',
          borderCollapse: 'collapse',
          fontSize: 14,
          '& th': { textAlign: 'left', fontWeight: 600 },
          '& thead th': { color: 'text.secondary', fontSize: 13, whiteSpace: 'nowrap' },
          '& th, & td': { px: { xs: 1.25, sm: 2 }, py: 0.75, verticalAlign: 'middle' },
          '& .number': { textAlign: 'right', whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
          '& tbody tr': { borderTop: 1, borderColor: 'divider' },
          '& a': { color: 'primary.main' },
          '& tbody th': { overflowWrap: 'anywhere', minWidth: 150 },
        }}
      >
        <thead>
          <tr>
            <th scope="col">{data.by === 'channel' ? 'Channel' : data.by === 'rule' ? 'Rule' : 'Release'}</th>
            <th scope="col" className="number">
              Share
            </th>
            <th scope="col" className="number">
              Average
            </th>
            <th scope="col" className="number">
              Now
            </th>
            <th scope="col">Over time</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part, index) => (
            <tr key={`${part.product} ${part.name}`}>
              <th scope="row">
                <Box sx={{ display: 'flex', alignItems: 'baseline' }}>
                  <Swatch index={part === data.others ? null : index} />
                  <Name data={data} part={part} withProduct={withProduct} />
                </Box>
              </th>
              <td className="number">{percent(part.share)}</td>
              <td className="number">{perSecond(part.rate)}</td>
              <td className="number">{perSecond(part.rates.at(-1) ?? 0)}</td>
              <td>
                <Sparkline of={partName(data.by, part, withProduct)} range={range} part={part} />
              </td>
            </tr>
          ))}
        </tbody>
      </Box>
    </Paper>
  );
}

type NameProps = Readonly<{ data: Traffic; part: TrafficShare; withProduct: boolean }>;

function Name({ data, part, withProduct }: NameProps) {
  const name = partName(data.by, part, withProduct);
  const address = partAddress(data.by, part);
  return address === null ? name : <Link to={address}>{name}</Link>;
}
