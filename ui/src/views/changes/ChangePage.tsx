// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { changeRecord } from '../../api/changeRecord';
import type { Entry } from '../../api/history';
import { useAllChanges } from '../../api/scheduledChanges';
import { useAccount, useApi, useIdentity } from '../../app/session';
import { ChangeCard } from '../../components/ChangeCard';
import { Discussion, FormerDiscussion } from '../../components/Discussion';
import { DropChange } from '../../components/DropChange';
import { EmptyState } from '../../components/EmptyState';
import { EnactChange } from '../../components/EnactChange';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { LogInButton } from '../../components/LogInButton';
import { Page } from '../../components/Page';
import { ServedBy } from '../../components/ServedBy';
import { type ChangeRecord, recordOf } from '../../domain/changeRecord';
import { historyKind, type ScheduledChange, title } from '../../domain/changes';
import { type Commented, kindOfTable } from '../../domain/comments';
import { HISTORY_KINDS, type HistoryKind, placeOf } from '../../domain/history';
import { may, type Verdict } from '../../domain/permissions';
import { restingPoll } from '../../domain/polling';
import { OutcomeLine, Steps } from './ChangeRecordView';

/** The permanent page of a scheduled change: what it does, its signoffs, and what happened to it, also after its end. */
export function ChangePage() {
  const { kind = '', id = '' } = useParams();
  return kind in HISTORY_KINDS ? (
    <Known key={`${kind} ${id}`} kind={kind as HistoryKind} id={Number(id)} />
  ) : (
    <Page title="Scheduled change">
      <EmptyState title="There is no such kind of change" />
    </Page>
  );
}

function Known({ kind, id }: Readonly<{ kind: HistoryKind; id: number }>) {
  const { changes, isPending } = useAllChanges();
  const change = changes.find((one) => historyKind(one) === kind && one.id === id);
  return <ChangeRecordPage kind={kind} id={id} change={change ?? null} isPending={isPending} />;
}

type Props = Readonly<{
  kind: HistoryKind;
  id: number;
  /** The change while it is scheduled; null afterwards. */
  change: ScheduledChange | null;
  isPending: boolean;
}>;

/** A scheduled change with its record. */
export function ChangeRecordPage({ kind, id, change, isPending }: Props) {
  const isLoggedIn = useIdentity() !== null;
  const { data, error, refetch } = useQuery({
    // An event that changes the change makes another record.
    ...changeRecord(useApi(), kind, id),
    enabled: isLoggedIn,
    refetchInterval: change === null ? false : restingPoll,
  });
  const record = data === undefined || data.length === 0 ? null : recordOf(data);
  const place = data?.[0] === undefined ? null : placeOf(data[0]);

  return (
    <Page
      title={change !== null ? title(change) : record === null ? `Scheduled change ${id}` : heading(record)}
    >
      <Stack sx={{ gap: 2 }}>
        {record !== null && record.outcome !== 'scheduled' && <OutcomeLine record={record} />}
        {record !== null && record.outcome === 'applied' && record.end !== null && (
          <ServedBy applied={record.end.at} />
        )}
        {change !== null && <ChangeCard change={change} actions={<Actions change={change} />} />}
        {change !== null ? (
          <Discussion change={change} />
        ) : (
          data !== undefined && <FormerDiscussion changes={formerChanges(data)} />
        )}
        {!isLoggedIn && change === null && !isPending ? (
          <EmptyState title="This change is no longer scheduled" action={<LogInButton />}>
            Log in to see whether it was applied or cancelled, and who signed it off.
          </EmptyState>
        ) : error !== null ? (
          <ErrorState title="The record of this change could not be loaded" error={error} onRetry={refetch} />
        ) : isLoggedIn && data === undefined ? (
          <Loading rows={3} />
        ) : record !== null ? (
          <Steps steps={record.steps} />
        ) : (
          isLoggedIn && <EmptyState title={`There has never been a scheduled change ${id} of this kind`} />
        )}
        {place !== null && (
          <div>
            <Button component={Link} to={place}>
              Show the entity
            </Button>
          </div>
        )}
      </Stack>
    </Page>
  );
}

/** Returns the changes that a record is about, as comments name them: numbers are unique within each table. */
function formerChanges(entries: readonly Entry[]): Commented[] {
  const changes = new Map<string, Commented>();
  for (const { id, kind, sc_id: change } of entries) {
    const commented = kindOfTable(id, kind);
    if (commented !== null && change !== null) {
      changes.set(`${commented} ${change}`, { kind: commented, id: change });
    }
  }
  return [...changes.values()];
}

const VERBS = { insert: 'Add ', update: '', delete: 'Delete ' } as const;

function heading({ changeType, label }: ChangeRecord): string {
  return `${VERBS[changeType]}${label}`;
}

function Actions({ change }: Readonly<{ change: ScheduledChange }>) {
  const verdict = useCancelVerdict(change);
  return (
    <>
      <EnactChange change={change} />
      {verdict !== null && <DropChange change={change} verdict={verdict} />}
    </>
  );
}

const ACTIONS = { insert: 'create', update: 'modify', delete: 'delete' } as const;

/** Returns whether the viewer may cancel a change; null where that is done in another way. */
function useCancelVerdict(change: ScheduledChange): Verdict | null {
  const account = useAccount();
  const action = ACTIONS[change.changeType];
  switch (change.kind) {
    case 'splitRelease':
    case 'pin':
      return null;
    case 'rule':
    case 'release':
      return may(account, change.kind, action, change.row.product);
    case 'permission':
    case 'userRole':
      return may(account, 'permission', action);
    case 'productSignoff':
    case 'permissionSignoff':
      return may(account, 'required_signoff', action, change.row.product);
    case 'shutoff':
      return may(account, 'emergency_shutoff', action, change.row.product);
  }
}
