// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Link from '@mui/material/Link';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link as RouterLink, useParams, useSearchParams } from 'react-router';
import { deletedRule, rule, ruleRevision } from '../../api/rules';
import { ruleChange, useChangesOf } from '../../api/scheduledChanges';
import { useApi } from '../../app/session';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { RuleEditor } from './RuleEditor';

/** A form begins with what is so now, not with what was read before. */
const FRESH = { refetchOnMount: 'always', staleTime: 0 } as const;

/** Adds a rule. */
export function NewRule() {
  const [query] = useSearchParams();
  const deleted = query.get('deleted');
  const { data, error, refetch, isPending } = useQuery({
    ...deletedRule(useApi(), Number(deleted)),
    enabled: deleted !== null,
  });
  return (
    <Page title="New rule" subtitle="It applies to the clients that match every condition that is filled in.">
      <Loaded error={error} ready={deleted === null || (!isPending && error === null)} onRetry={refetch}>
        <RuleEditor
          key={deleted}
          target={{ kind: 'new', original: null, ...(data ? { deleted: data.row } : {}) }}
          back="/rules"
        />
      </Loaded>
    </Page>
  );
}

/** Changes a rule, or adds another one like it. */
export function EditRule({ duplicate = false }: Readonly<{ duplicate?: boolean }>) {
  const { id = '' } = useParams();
  const api = useApi();
  const [query] = useSearchParams();
  const { data, error, refetch, isFetchedAfterMount: fresh } = useQuery({ ...rule(api, id), ...FRESH });
  const changeId = duplicate ? null : query.get('as');
  const earlier = useQuery({
    ...ruleRevision(api, data?.rule_id ?? 0, Number(changeId)),
    enabled: data !== undefined && changeId !== null,
  });
  const { data: changes = [] } = useChangesOf('rule');
  const change = changes.find(({ row }) => row.rule_id === data?.rule_id);
  return (
    <Page
      title={duplicate ? `Duplicate rule ${id}` : `Edit rule ${id}`}
      subtitle={
        duplicate
          ? 'Adds another rule. What differs from the first one stands out.'
          : 'What you change stands out.'
      }
    >
      <Loaded
        error={error ?? earlier.error}
        ready={data !== undefined && fresh && (changeId === null || earlier.isSuccess)}
        onRetry={() => Promise.all([refetch(), earlier.refetch()])}
      >
        {!duplicate && change !== undefined && (
          <Alert severity="info" sx={{ mb: 2 }}>
            A change of this rule is scheduled already, and there can only be one at a time.{' '}
            <Link component={RouterLink} to={`/rules/changes/${change.id}/edit`}>
              Edit that change
            </Link>
          </Alert>
        )}
        {data !== undefined && (
          <RuleEditor
            key={data.rule_id}
            target={
              duplicate ? { kind: 'new', original: data } : { kind: 'rule', rule: data, draft: earlier.data }
            }
            back={`/rules/${data.rule_id}`}
          />
        )}
      </Loaded>
    </Page>
  );
}

/** Adds a rule that is like another one. */
export function DuplicateRule() {
  return <EditRule duplicate />;
}

/** Changes what is scheduled. */
export function EditRuleChange() {
  const { scId = '' } = useParams();
  const api = useApi();
  const change = useQuery({ ...ruleChange(api, Number(scId)), ...FRESH });
  const id = change.data?.row.rule_id ?? null;
  const base = useQuery({ ...rule(api, String(id)), ...FRESH, enabled: id !== null });
  const signed = Object.keys(change.data?.signoffs ?? {});
  return (
    <Page title="Edit a scheduled change" subtitle="What differs from the rule as it is now stands out.">
      <Loaded
        error={change.error ?? base.error}
        ready={change.isSuccess && change.isFetchedAfterMount && (id === null || base.isFetchedAfterMount)}
        onRetry={() => Promise.all([change.refetch(), base.refetch()])}
      >
        {signed.length > 0 && (
          <Alert severity="warning" sx={{ mb: 2 }}>
            {signed.join(', ')} {signed.length === 1 ? 'has' : 'have'} signed this off. What you save has to
            be signed off again.
          </Alert>
        )}
        {change.data !== undefined && (
          <RuleEditor
            key={change.data.id}
            target={{ kind: 'change', change: change.data, rule: base.data ?? null }}
            back={`/rules/changes/${scId}`}
          />
        )}
      </Loaded>
    </Page>
  );
}

type LoadedProps = Readonly<{
  error: Error | null;
  ready: boolean;
  onRetry: () => unknown;
  children: ReactNode;
}>;

function Loaded({ error, ready, onRetry, children }: LoadedProps) {
  if (ready) {
    return children;
  }
  return error !== null ? (
    <ErrorState title="This could not be loaded" error={error} onRetry={onRetry} />
  ) : (
    <Loading />
  );
}
