// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { rules } from '../../api/rules';
import { useChangesOf } from '../../api/scheduledChanges';
import { useApi } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { RuleChangeCard } from './RuleChangeCard';

/** A change of a rule that is scheduled. */
export function RuleChangePage() {
  const id = Number(useParams().id);
  const changes = useChangesOf('rule');
  const { data: present } = useQuery(rules(useApi()));
  const change = changes.data?.find((one) => one.id === id);
  return (
    <Page title={`Scheduled change ${id}`}>
      {changes.error ? (
        <ErrorState
          title="The scheduled change can’t be shown"
          error={changes.error}
          onRetry={() => changes.refetch()}
        />
      ) : changes.data === undefined || present === undefined ? (
        <Loading rows={3} />
      ) : change === undefined ? (
        <EmptyState
          title="This change is not scheduled any more"
          action={
            <Button component={Link} to="/rules" variant="contained">
              Show all rules
            </Button>
          }
        >
          It has been made, or somebody has dropped it.
        </EmptyState>
      ) : (
        <RuleChangeCard
          change={change}
          before={present.find((rule) => rule.rule_id === change.row.rule_id) ?? null}
        />
      )}
    </Page>
  );
}
