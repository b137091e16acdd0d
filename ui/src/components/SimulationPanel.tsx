// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import type { Theme } from '@mui/material/styles';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router';
import { explain } from '../api/problem';
import {
  type SampleName,
  type SimulationReport,
  type SimulationSubject,
  simulation,
} from '../api/simulation';
import { useAccount, useApi } from '../app/session';
import type { ScheduledChange } from '../domain/changes';
import {
  effectText,
  otherSample,
  sampleText,
  servedText,
  shareText,
  simulationTarget,
  summary,
} from '../domain/simulation';
import { CancellableProgress } from './CancellableProgress';

/** More groups than these are counted only. */
const MANY = 10;
const SERVED = { minWidth: { md: 140 }, overflowWrap: 'anywhere' } as const;

/** On a phone each row is a card: its cells are below each other, with their labels. */
function table({ breakpoints, vars }: Theme) {
  return {
    '& .label': { color: vars?.palette.text.secondary },
    [breakpoints.up('md')]: { minWidth: 760, '& .label': { display: 'none' } },
    [breakpoints.down('md')]: {
      '& thead': { display: 'none' },
      '& tbody tr, & tbody td': { display: 'block', textAlign: 'left' },
      '& tbody td': { border: 0, px: 0, py: 0.25 },
      '& tbody tr': { py: 1, borderBottom: 1, borderColor: 'divider' },
    },
  };
}

type Props = Readonly<{
  change: ScheduledChange;
  /** Whether to simulate at once; otherwise there is a button. */
  immediately?: boolean;
}>;

/** Who gets something else because of a scheduled change, as the server finds out by simulating it. */
export function SimulationPanel({ change, immediately = false }: Props) {
  const target = simulationTarget(change);
  return target === null || change.complete ? null : (
    <Simulated subject={target} version={`${change.version} ${change.digest}`} immediately={immediately} />
  );
}

type SimulatedProps = Readonly<{
  subject: SimulationSubject;
  /** Tells states of the change apart. */
  version: string;
  immediately?: boolean;
}>;

/** Who gets something else because of a change or of a change set. */
export function Simulated({ subject, version, immediately = false }: SimulatedProps) {
  const api = useApi();
  const { known } = useAccount();
  const [wanted, setWanted] = useState(immediately);
  const [sample, setSample] = useState<SampleName | null>(null);
  const options = simulation(api, subject, version, sample);
  const { data, error, isFetching } = useQuery({ ...options, enabled: wanted && known });
  if (!wanted) {
    return (
      <Button
        size="small"
        variant="outlined"
        sx={{ alignSelf: 'flex-start', mb: 1.5 }}
        onClick={() => setWanted(true)}
      >
        Who gets something else?
      </Button>
    );
  }
  if (error !== null && !isFetching) {
    return (
      <Typography variant="body2" sx={{ mb: 1.5, color: 'warning.main' }}>
        Could not simulate this. {explain(error)}
      </Typography>
    );
  }
  if (data === undefined) {
    return (
      <CancellableProgress label="Simulating" queryKey={options.queryKey} onCancel={() => setWanted(false)} />
    );
  }
  return <Report report={data} chosen={sample} onSample={setSample} />;
}

type ReportProps = Readonly<{
  report: SimulationReport;
  /** The sample that was asked for; null for the server's choice. */
  chosen: SampleName | null;
  /** Called with the other sample, where there is one. */
  onSample: (sample: SampleName) => void;
}>;

/** A report of a simulation: a sentence, which requests were simulated, and the groups of requests with the same difference. */
export function Report({ report, chosen, onSample }: ReportProps) {
  const other = otherSample(report.sample, chosen);
  return (
    <Stack sx={{ gap: 1, mb: 1.5 }}>
      <Alert
        role="status"
        variant="outlined"
        severity={report.harmful ? 'warning' : report.effects.length === 0 ? 'success' : 'info'}
      >
        {summary(report)}
      </Alert>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {sampleText(report.sample)}{' '}
        {other !== null && (
          <Link component="button" variant="body2" onClick={() => onSample(other)}>
            {other === 'traffic' ? 'Simulate traffic' : 'Simulate derived requests'}
          </Link>
        )}
      </Typography>
      {report.groups.length > 0 && <Groups report={report} />}
    </Stack>
  );
}

function Groups({ report: { groups, omitted_groups: omitted } }: Readonly<{ report: SimulationReport }>) {
  const more = groups.length - MANY + omitted;
  return (
    <>
      <TableContainer tabIndex={0} role="region" aria-label="Who gets something else">
        <Table size="small" sx={table}>
          <TableHead>
            <TableRow>
              <TableCell>Clients of</TableCell>
              <TableCell>Effect</TableCell>
              <TableCell>Before</TableCell>
              <TableCell>After</TableCell>
              <TableCell align="right">Share</TableCell>
              <TableCell>Examples</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {groups.slice(0, MANY).map((group) => (
              <TableRow
                key={`${group.effect} ${group.product} ${group.channel} ${servedText(group.before)} ${servedText(group.after)}`}
              >
                <TableCell>
                  {group.product} {group.channel}
                </TableCell>
                <TableCell
                  sx={{ minWidth: 140, ...(group.harmful && { color: 'error.main', fontWeight: 560 }) }}
                >
                  {effectText(group.effect)}
                </TableCell>
                <TableCell sx={SERVED}>
                  <span className="label">Before: </span>
                  {servedText(group.before)}
                </TableCell>
                <TableCell sx={SERVED}>
                  <span className="label">After: </span>
                  {servedText(group.after)}
                </TableCell>
                <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
                  <span className="label">Share: </span>
                  {shareText(group.share)}
                </TableCell>
                <TableCell sx={{ minWidth: 110 }}>
                  <Stack direction="row" sx={{ flexWrap: 'wrap', columnGap: 1 }}>
                    {group.examples.map(({ url, percentage }, index) => (
                      <Link
                        key={url}
                        component={RouterLink}
                        to={`/explain?url=${encodeURIComponent(url)}`}
                        title={url}
                        sx={{ whiteSpace: 'nowrap' }}
                      >
                        {`Example ${index + 1}${percentage < 100 ? ` (${percentage} %)` : ''}`}
                      </Link>
                    ))}
                  </Stack>
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
      {more > 0 && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          and {more} more groups
        </Typography>
      )}
    </>
  );
}
