// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useSearchParams } from 'react-router';
import { ruleColumn } from '../../api/columns';
import { ApiProblem } from '../../api/problem';
import { type Traffic, traffic } from '../../api/traffic';
import { useApi, useIdentity } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { LogInButton } from '../../components/LogInButton';
import { Page } from '../../components/Page';
import { SelectField } from '../../components/SelectField';
import {
  KINDS,
  oneOf,
  perSecond,
  RANGE_NAMES,
  RANGES,
  SHOWN,
  type TrafficKind,
  type TrafficRange,
} from '../../domain/traffic';
import { TrafficTable } from './TrafficTable';

/** The library of charts is loaded with the first chart. */
const TrafficChart = lazy(async () => ({ default: (await import('./TrafficChart')).TrafficChart }));

const KIND_NAMES: Readonly<Record<TrafficKind, string>> = {
  channel: 'Channel',
  rule: 'Rule',
  release: 'Release',
};
const RANGE_LABELS: Readonly<Record<TrafficRange, string>> = { '1h': '1 h', '24h': '24 h', '7d': '7 d' };
const NONE: readonly string[] = [];

/** What clients were answered over time. What is shown is in the address, so that it can be shared. */
export function TrafficView() {
  const api = useApi();
  const isLoggedIn = useIdentity() !== null;
  const [address, setAddress] = useSearchParams();
  const by = oneOf(KINDS, address.get('by'));
  const range = oneOf(['24h', '1h', '7d'], address.get('range'));
  const product = address.get('product') ?? '';
  const { data, error, isFetching, refetch } = useQuery({
    ...traffic(api, { by, range, product, limit: SHOWN }),
    enabled: isLoggedIn,
    placeholderData: keepPreviousData,
  });
  const { data: products = NONE } = useQuery(ruleColumn(api, 'product'));

  function put(change: Record<string, string>) {
    const next = new URLSearchParams(address);
    for (const [key, value] of Object.entries(change)) {
      if (value === '') {
        next.delete(key);
      } else {
        next.set(key, value);
      }
    }
    setAddress(next, { replace: true });
  }

  return (
    <Page wide title="Traffic" subtitle="What clients were answered, as Prometheus has counted it">
      {!isLoggedIn ? (
        <EmptyState title="Log in to see traffic" action={<LogInButton />} />
      ) : data?.configured === false ? (
        <HowToSwitchOn />
      ) : (
        <Stack sx={{ gap: 2.5 }}>
          <Stack direction="row" sx={{ flexWrap: 'wrap', gap: 2, alignItems: 'center' }}>
            <Choice
              label="Answers by"
              names={KIND_NAMES}
              options={KINDS}
              value={by}
              onChange={(kind) => put({ by: kind })}
            />
            <Choice
              label="Time"
              names={RANGE_LABELS}
              options={RANGES}
              value={range}
              onChange={(chosen) => put({ range: chosen })}
            />
            <SelectField
              label="Product"
              none="All products"
              options={products}
              value={product}
              onChange={(chosen) => put({ product: chosen })}
            />
          </Stack>
          {error !== null && !isFetching ? (
            <ErrorState
              title="The traffic could not be loaded"
              error={reason(error)}
              onRetry={() => refetch()}
            />
          ) : data === undefined ? (
            <Loading label="Asking Prometheus" rows={6} />
          ) : data.series.length === 0 && data.others === null ? (
            <EmptyState title="Nothing was counted">
              Prometheus has no answers{product === '' ? '' : ` for ${product}`} in the last{' '}
              {RANGE_NAMES[range]}.
            </EmptyState>
          ) : (
            <Counted data={data} range={range} product={product} />
          )}
        </Stack>
      )}
    </Page>
  );
}

/** What the server says about Prometheus, in place of the sentence for any server that is busy. */
function reason(error: unknown): unknown {
  const detail = error instanceof ApiProblem && error.status === 503 ? error.details[0] : undefined;
  return detail === undefined ? error : new Error(`${detail}.`);
}

type CountedProps = Readonly<{ data: Traffic; range: TrafficRange; product: string }>;

function Counted({ data, range, product }: CountedProps) {
  const what = data.by === 'release' ? 'Updates offered' : 'Answers';
  const whose = product === '' ? '' : ` of ${product}`;
  return (
    <>
      <Box component="section" aria-labelledby="traffic-chart">
        <Typography id="traffic-chart" variant="h2">
          {what}
          {whose} by {data.by}, last {RANGE_NAMES[range]}
        </Typography>
        <Typography role="status" sx={{ mb: 1.5, color: 'text.secondary' }}>
          {perSecond(data.rate)} on average
        </Typography>
        <Paper sx={{ p: { xs: 1, sm: 2 } }}>
          <Suspense fallback={<Box sx={{ height: 340 }} aria-busy />}>
            <TrafficChart data={data} range={range} withProduct={product === ''} />
          </Suspense>
        </Paper>
      </Box>
      <Box component="section" aria-labelledby="traffic-table">
        <Typography id="traffic-table" variant="h2" sx={{ mb: 1.5 }}>
          The same as a table
        </Typography>
        <TrafficTable data={data} range={range} withProduct={product === ''} />
      </Box>
    </>
  );
}

type ChoiceProps<T extends string> = Readonly<{
  label: string;
  names: Readonly<Record<T, string>>;
  options: readonly T[];
  value: T;
  onChange: (value: T) => void;
}>;

function Choice<T extends string>({ label, names, options, value, onChange }: ChoiceProps<T>) {
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      aria-label={label}
      value={value}
      onChange={(_, chosen: T | null) => chosen !== null && onChange(chosen)}
      sx={{
        '& .MuiToggleButton-root': { height: 40, px: 1.75, textTransform: 'none', color: 'text.secondary' },
        '& .MuiToggleButton-root.Mui-selected': { color: 'text.primary' },
      }}
    >
      {options.map((option) => (
        <ToggleButton key={option} value={option}>
          {names[option]}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

function HowToSwitchOn() {
  return (
    <EmptyState title="No Prometheus is configured">
      Start the admin app with <code>PROMETHEUS_URL</code>, the base URL of the Prometheus server that scrapes
      the public apps, such as <code>http://prometheus:9090</code>. Where it serves several environments,{' '}
      <code>PROMETHEUS_LABELS</code> tells which is this one, such as <code>namespace=balrog-production</code>
      . The page <code>docs/traffic-charts.md</code> of the documentation has the details.
    </EmptyState>
  );
}
