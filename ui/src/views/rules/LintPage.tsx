// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { Link as RouterLink } from 'react-router';
import { type LintFinding, lint } from '../../api/lint';
import { useAccount, useApi } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { countText } from '../../domain/lint';

/** Probable mistakes in the rules, pins and releases that are served. */
export function LintPage() {
  const { known } = useAccount();
  const { data, error, isFetching, refetch } = useQuery({ ...lint(useApi()), enabled: known });
  return (
    <Page
      title="Findings"
      subtitle="Probable mistakes in the rules, the pins and the releases that they map to."
      actions={
        <>
          <Button component={RouterLink} to="/rules" color="inherit">
            All rules
          </Button>
          <Button variant="outlined" disabled={!known || isFetching} onClick={() => refetch()}>
            Check again
          </Button>
        </>
      }
    >
      {!known ? (
        <EmptyState title="Log in to check the rules" />
      ) : error !== null && !isFetching ? (
        <ErrorState title="The rules could not be checked" error={error} onRetry={() => refetch()} />
      ) : data === undefined ? (
        <Loading label="Checking the rules" rows={4} />
      ) : (
        <Stack sx={{ gap: 1.5 }}>
          <Typography role="status" sx={{ color: 'text.secondary' }}>
            {countText(data.counts)}
          </Typography>
          <Stack component="ul" aria-label="Findings" sx={{ gap: 1, listStyle: 'none', m: 0, p: 0 }}>
            {data.findings.map((finding) => (
              <li key={[finding.check, ...finding.rules, ...finding.releases, finding.reason].join(' ')}>
                <Finding finding={finding} />
              </li>
            ))}
          </Stack>
        </Stack>
      )}
    </Page>
  );
}

const SEVERITIES = { error: 'error', warning: 'warning', note: 'info' } as const;

function Finding({ finding: { check, severity, rules, releases, reason, example, repair } }: FindingProps) {
  return (
    <Alert role="group" variant="outlined" severity={SEVERITIES[severity]}>
      <Typography component="h2" variant="subtitle2">
        {check}
      </Typography>
      {reason} {repair}
      <Stack direction="row" sx={{ flexWrap: 'wrap', columnGap: 2, mt: 0.5 }}>
        {rules.map((id) => (
          <Link key={id} component={RouterLink} to={`/rules/${id}`}>
            Rule {id}
          </Link>
        ))}
        {releases.map((name) => (
          <Link key={name} component={RouterLink} to={`/releases/${encodeURIComponent(name)}`}>
            {name}
          </Link>
        ))}
        {example !== null && (
          <Link component={RouterLink} to={`/explain?url=${encodeURIComponent(example)}`}>
            Explain an example
          </Link>
        )}
      </Stack>
    </Alert>
  );
}

type FindingProps = Readonly<{ finding: LintFinding }>;
