// SPDX-License-Identifier: MPL-2.0
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router';
import { rule as ruleById } from '../../api/rules';
import { useChangesOf } from '../../api/scheduledChanges';
import { useApi } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { draftOf, NEW_RULE } from '../../domain/ruleDraft';
import { RuleForm } from './RuleForm';

/** A rule that is to be made. */
export function NewRule() {
  const navigate = useNavigate();
  return (
    <Page title="New rule">
      <RuleForm present={null} start={NEW_RULE} onDone={() => navigate('/rules')} back="/rules" />
    </Page>
  );
}

/** A rule that is to be changed. */
export function EditRule() {
  return <OfRule title="Change rule" duplicate={false} />;
}

/** A rule that is to be made from another one. */
export function DuplicateRule() {
  return <OfRule title="Duplicate rule" duplicate />;
}

function OfRule({ title, duplicate }: Readonly<{ title: string; duplicate: boolean }>) {
  const id = Number(useParams().id);
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery({ ...ruleById(useApi(), id), refetchInterval: 15_000 });
  const back = `/rules/${id}`;
  return (
    <Page title={`${title} ${id}`}>
      {error ? (
        <ErrorState title="The rule can’t be shown" error={error} onRetry={() => refetch()} />
      ) : data === undefined ? (
        <Loading />
      ) : (
        <RuleForm
          present={duplicate ? null : data}
          // Two rules can't have the same alias.
          start={duplicate ? { ...draftOf(data), alias: '' } : draftOf(data)}
          onDone={() => navigate(duplicate ? '/rules' : back)}
          back={back}
        />
      )}
    </Page>
  );
}

/** A change of a rule that is scheduled, and is to be another one. */
export function EditChange() {
  const id = Number(useParams().id);
  const navigate = useNavigate();
  const { data, error, refetch } = useChangesOf('rule');
  const change = data?.find((one) => one.id === id);
  const back = `/rules/changes/${id}`;
  return (
    <Page title={`Edit scheduled change ${id}`}>
      {error ? (
        <ErrorState title="The scheduled change can’t be shown" error={error} onRetry={() => refetch()} />
      ) : data === undefined ? (
        <Loading />
      ) : change === undefined ? (
        <EmptyState title="This change is not scheduled any more">
          It has been made, or somebody has dropped it.
        </EmptyState>
      ) : (
        <RuleForm
          key={change.version}
          present={null}
          start={draftOf(change.row)}
          change={change}
          onDone={() => navigate(back)}
          back={back}
        />
      )}
    </Page>
  );
}
