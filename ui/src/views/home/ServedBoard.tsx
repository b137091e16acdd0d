// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { ruleChangeTimes } from '../../api/history';
import { rules } from '../../api/rules';
import { useChangesOf } from '../../api/scheduledChanges';
import { shutoffs } from '../../api/shutoffs';
import { type TrafficShare, traffic } from '../../api/traffic';
import { updatePathAddress } from '../../api/updatePath';
import { useApi, useIdentity } from '../../app/session';
import { ErrorState } from '../../components/ErrorState';
import { Help } from '../../components/Help';
import { Loading } from '../../components/Loading';
import { Moment } from '../../components/Moment';
import { RateBar } from '../../components/RateBar';
import { Sparkline } from '../../components/Sparkline';
import { type BoardRow, board, plainChannel } from '../../domain/board';
import { percent } from '../../domain/traffic';

/** So many rows are shown before somebody asks for the others. */
const MANY = 40;
const NONE: never[] = [];
/** What sparklines show. */
const RANGE = '24h';

/** What the clients of each product and channel are offered now. */
export function ServedBoard() {
  const api = useApi();
  const isLoggedIn = useIdentity() !== null;
  const present = useQuery(rules(api));
  const changes = useChangesOf('rule');
  const off = useQuery(shutoffs(api));
  const times = useQuery({ ...ruleChangeTimes(api), enabled: isLoggedIn });
  const { data: counted } = useQuery({
    ...traffic(api, { by: 'channel', range: RANGE, limit: 100 }),
    enabled: isLoggedIn,
  });
  const [all, setAll] = useState(false);
  const rows = useMemo(
    () => board(present.data ?? NONE, changes.data ?? NONE, off.data ?? NONE),
    [present.data, changes.data, off.data],
  );
  const error = present.error ?? changes.error ?? off.error;
  const shown = all ? rows : rows.slice(0, MANY);

  return (
    <Box component="section" aria-labelledby="served-now">
      <Typography id="served-now" variant="h2" sx={{ mb: 1.5 }}>
        Served now
        <Help term="rule" />
      </Typography>
      {error !== null ? (
        <ErrorState
          title="What is served could not be loaded"
          error={error}
          onRetry={() => Promise.all([present.refetch(), changes.refetch(), off.refetch()])}
        />
      ) : present.isPending || off.isPending ? (
        <Loading label="Loading the rules in effect" rows={4} />
      ) : rows.length === 0 ? (
        <Alert severity="info" variant="outlined">
          No rule names a product and a channel, so nothing is served.
        </Alert>
      ) : (
        <Paper sx={{ overflow: 'hidden' }}>
          <Table rows={shown} times={times.data ?? null} traffic={counted?.series ?? NONE} />
          {rows.length > shown.length && (
            <Box sx={{ p: 1 }}>
              <Button onClick={() => setAll(true)}>Show {rows.length - shown.length} more channels</Button>
            </Box>
          )}
        </Paper>
      )}
    </Box>
  );
}

type TableProps = Readonly<{
  rows: readonly BoardRow[];
  times: ReadonlyMap<number, number> | null;
  traffic: readonly TrafficShare[];
}>;

function Table({ rows, times, traffic }: TableProps) {
  return (
    <Box
      component="table"
      sx={{
        width: '100%',
        borderCollapse: 'collapse',
        fontSize: 14,
        '& th': { textAlign: 'left', fontWeight: 600, color: 'text.secondary', fontSize: 13 },
        '& th, & td': { px: 2, py: 1, verticalAlign: 'middle' },
        '& tbody tr:hover': { bgcolor: 'action.hover' },
        '& tbody tr.off': { bgcolor: 'rgb(var(--mui-palette-error-mainChannel) / 0.08)' },
        '& a:not(.MuiChip-root)': { color: 'primary.main', textDecoration: 'none' },
        '& a:not(.MuiChip-root):hover': { textDecoration: 'underline' },
        '& td.release': { overflowWrap: 'anywhere' },
        '& .quiet': { color: 'text.secondary', fontSize: 13 },
        '& .label': { display: { xs: 'inline', md: 'none' }, color: 'text.secondary', mr: 0.75 },
        // On a phone each row is a card: its cells stand one below the other, with their labels.
        '& thead': { display: { xs: 'none', md: 'table-header-group' } },
        '& tbody tr, & tbody td, & tbody th': { display: { xs: 'block', md: 'revert' } },
        '& tbody td, & tbody th': { py: { xs: 0.375, md: 1 }, textAlign: 'left' },
        '& tbody tr': { py: { xs: 1, md: 0 }, borderTop: 1, borderColor: 'divider' },
        '& td:empty': { display: { xs: 'none', md: 'table-cell' } },
      }}
    >
      <thead>
        <tr>
          <th scope="col">Product and channel</th>
          <th scope="col">Release</th>
          <th scope="col" style={{ width: 190 }}>
            Background rate
          </th>
          <th scope="col">Fallback</th>
          <th scope="col">State</th>
          <th scope="col">Changed</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row
            key={`${row.product} ${row.channel}`}
            row={row}
            times={times}
            part={traffic.find(({ product, name }) => product === row.product && name === row.channel)}
          />
        ))}
      </tbody>
    </Box>
  );
}

type RowProps = Readonly<{
  row: BoardRow;
  times: ReadonlyMap<number, number> | null;
  part: TrafficShare | undefined;
}>;

function Row({ row, times, part }: RowProps) {
  const { product, channel, rule, special, shutoff, changes } = row;
  const plain = plainChannel(channel);
  const place = new URLSearchParams({ product, channel: plain });
  const changedAt = rule === null ? undefined : times?.get(rule.rule_id);
  return (
    <tr className={shutoff === null ? undefined : 'off'}>
      <th scope="row">
        <Link
          to={`/explain?${new URLSearchParams({ product, channel: plain, system: 'win64' })}`}
          title={`What do clients of ${product} ${plain} get?`}
          style={{ fontSize: 15, fontWeight: 600 }}
        >
          {product} {channel}
        </Link>
        {part !== undefined && (
          <Box className="quiet" sx={{ display: 'flex', alignItems: 'center', gap: 1, fontWeight: 400 }}>
            <Sparkline of={`${product} ${channel}`} range={RANGE} part={part} />
            <Link to={`/traffic?${new URLSearchParams({ product })}`} title={`Traffic of ${product}`}>
              {percent(part.share)}
            </Link>
          </Box>
        )}
      </th>
      <td className="release">
        {rule === null ? (
          <span className="quiet">nothing in general</span>
        ) : rule.mapping ? (
          <Link to={`/releases/${encodeURIComponent(rule.mapping)}`}>{rule.mapping}</Link>
        ) : (
          <span className="quiet">no update</span>
        )}
        <div className="quiet">
          {rule !== null && <Link to={`/rules/${rule.rule_id}`}>rule {rule.rule_id}</Link>}
          {special > 0 && (
            <>
              {rule !== null && ' · '}
              <Link to={`/rules?${place}`}>
                {special} special {special === 1 ? 'rule' : 'rules'}
              </Link>
            </>
          )}
          {(rule !== null || special > 0) && ' · '}
          <Link
            to={updatePathAddress({ product, channel: plain })}
            aria-label={`Update path of ${product} ${plain}`}
          >
            update path
          </Link>
        </div>
      </td>
      <td>
        {rule?.mapping && (
          <RateBar rate={rule.backgroundRate ?? 0} label={`Background rate of ${product} ${channel}`} />
        )}
      </td>
      <td className="release">
        {rule?.fallbackMapping && (
          <>
            <span className="label">Fallback</span>
            <Link to={`/releases/${encodeURIComponent(rule.fallbackMapping)}`}>{rule.fallbackMapping}</Link>
          </>
        )}
      </td>
      <td>
        {shutoff !== null && (
          <Chip label="Shut off" color="error" component={Link} to="/shutoffs" clickable sx={{ mr: 0.5 }} />
        )}
        {changes.length > 0 && (
          <Chip
            label={changes.length === 1 ? '1 change pending' : `${changes.length} changes pending`}
            color="warning"
            variant="outlined"
            component={Link}
            to={
              changes.length === 1
                ? `/rules/changes/${changes[0]?.id}`
                : `/rules?${new URLSearchParams({ product, channel: plain, only: 'scheduled' })}`
            }
            clickable
          />
        )}
      </td>
      <td className="quiet">
        {changedAt !== undefined && (
          <>
            <span className="label">Changed</span>
            <Moment at={changedAt} past />
          </>
        )}
      </td>
    </tr>
  );
}
