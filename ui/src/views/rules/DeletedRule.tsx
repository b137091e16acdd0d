// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { deletedRule } from '../../api/rules';
import { useAccount, useApi, useIdentity } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { GatedButton } from '../../components/GatedButton';
import { Loading } from '../../components/Loading';
import { LogInButton } from '../../components/LogInButton';
import { Moment } from '../../components/Moment';
import { Page } from '../../components/Page';
import { may } from '../../domain/permissions';
import { RuleSentence } from './RuleSentence';

/** A deleted rule: what it said, who deleted it, and the way to add it again. */
export function DeletedRule({ id }: Readonly<{ id: string }>) {
  const isLoggedIn = useIdentity() !== null;
  const navigate = useNavigate();
  const account = useAccount();
  const { data, error, isPending, refetch } = useQuery({
    ...deletedRule(useApi(), Number(id)),
    enabled: isLoggedIn && /^\d+$/.test(id),
  });
  const all = (
    <Button component={Link} to="/rules">
      Show all rules
    </Button>
  );
  if (!isLoggedIn || !/^\d+$/.test(id)) {
    return (
      <Page title={`Rule ${id}`}>
        <EmptyState title={`There is no rule ${id}`} action={isLoggedIn ? all : <LogInButton />}>
          {!isLoggedIn && 'It may have been deleted. Log in to see what it was.'}
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title={`Rule ${id}`} subtitle={data ? 'Deleted' : undefined}>
      {error !== null ? (
        <ErrorState title="The history of this rule could not be loaded" error={error} onRetry={refetch} />
      ) : isPending ? (
        <Loading rows={2} />
      ) : data === null ? (
        <EmptyState title={`There has never been a rule ${id}`} action={all} />
      ) : (
        <Stack sx={{ gap: 2 }}>
          <Paper sx={{ p: { xs: 2, sm: 2.5 } }}>
            <Typography sx={{ color: 'text.secondary', mb: 1 }}>
              Deleted <Moment at={data.at} past full /> by {data.by}. It said:
            </Typography>
            <Typography sx={{ fontSize: 17, overflowWrap: 'anywhere' }}>
              <RuleSentence rule={data.row} />
            </Typography>
            <Typography variant="body2" sx={{ mt: 1, color: 'text.secondary' }}>
              Priority {data.row.priority ?? 'not set'}
              {data.row.comment && ` · ${data.row.comment}`}
            </Typography>
          </Paper>
          <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
            <GatedButton
              verdict={may(account, 'rule', 'create', data.row.product)}
              variant="contained"
              onClick={() => navigate(`/rules/new?deleted=${id}`)}
            >
              Add it again…
            </GatedButton>
            {all}
          </Stack>
        </Stack>
      )}
    </Page>
  );
}
