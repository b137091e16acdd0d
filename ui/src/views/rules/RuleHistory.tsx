// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router';
import { useRuleActions } from '../../api/ruleActions';
import { type Rule, type RuleRevision, useRuleRevisions } from '../../api/rules';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { ErrorState } from '../../components/ErrorState';
import { FieldDiff } from '../../components/FieldDiff';
import { GatedButton } from '../../components/GatedButton';
import { Loading } from '../../components/Loading';
import { Moment } from '../../components/Moment';
import { SelectField } from '../../components/SelectField';
import type { Verdict } from '../../domain/permissions';
import { inWords } from '../../domain/requiredSignoffs';
import { type RevisionChange, revisionChanges } from '../../domain/revisions';
import { ruleDiff } from '../../domain/ruleFields';
import { utc } from '../../domain/time';
import { intendedUpdate, useRuleSignoffs } from './useRuleSignoffs';

type Props = Readonly<{ rule: Rule; verdict: Verdict }>;

/** What a rule was before, and the way back to it. */
export function RuleHistory({ rule, verdict }: Props) {
  const { data, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useRuleRevisions(rule.rule_id);
  const [chosen, setChosen] = useState<RuleRevision | null>(null);
  const revisions = data?.pages.flatMap((page) => page.rules) ?? [];
  const changes = revisionChanges(revisions, data?.pages[0]?.count ?? 0);
  return (
    <section aria-label="History">
      <Typography variant="h2" sx={{ mb: 1.5 }}>
        History
      </Typography>
      {error !== null && (
        <ErrorState title="The history could not be loaded" error={error} onRetry={() => refetch()} />
      )}
      {isPending && <Loading label="Loading the history" rows={3} />}
      {revisions.length > 1 && <Compare revisions={revisions} />}
      <Stack component="ol" sx={{ gap: 1, p: 0, m: 0, listStyle: 'none' }}>
        {changes.map((change, i) => (
          <li key={change.revision.change_id}>
            <Revision change={change} isCurrent={i === 0} verdict={verdict} onRevert={setChosen} />
          </li>
        ))}
      </Stack>
      {hasNextPage && (
        <Button sx={{ mt: 1.5 }} loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          Show earlier versions
        </Button>
      )}
      <Revert rule={rule} revision={chosen} onClose={() => setChosen(null)} />
    </section>
  );
}

/** Compares any two revisions. */
function Compare({ revisions }: Readonly<{ revisions: readonly RuleRevision[] }>) {
  const [from, setFrom] = useState<number | null>(null);
  const [to, setTo] = useState<number | null>(null);
  const before = revisions.find(({ change_id: id }) => id === from);
  const after = revisions.find(({ change_id: id }) => id === (to ?? revisions[0]?.change_id));
  const diff = before && after ? ruleDiff(before, after) : null;
  const names = new Map(
    revisions.map((one) => [String(one.change_id), `Version ${one.data_version}, ${utc(one.timestamp)}`]),
  );
  const name = (id: string) => names.get(id) ?? id;
  return (
    <Paper sx={{ p: 2, mb: 1 }}>
      <Stack direction="row" sx={{ gap: 1.5, flexWrap: 'wrap' }}>
        <SelectField
          label="Compare"
          none="Choose a version"
          options={[...names.keys()]}
          name={name}
          value={from === null ? '' : String(from)}
          onChange={(id) => setFrom(id === '' ? null : Number(id))}
        />
        <SelectField
          label="With"
          none="The latest version"
          options={[...names.keys()]}
          name={name}
          value={to === null ? '' : String(to)}
          onChange={(id) => setTo(id === '' ? null : Number(id))}
        />
      </Stack>
      {diff !== null && (
        <Box sx={{ mt: 1.5 }}>
          {diff.length === 0 ? (
            <Typography variant="body2">Both versions are the same.</Typography>
          ) : (
            <FieldDiff changes={diff} />
          )}
        </Box>
      )}
    </Paper>
  );
}

type RevisionProps = Readonly<{
  change: RevisionChange<RuleRevision>;
  isCurrent: boolean;
  verdict: Verdict;
  onRevert: (revision: RuleRevision) => void;
}>;

function Revision({ change: { revision, diff, isFirst }, isCurrent, verdict, onRevert }: RevisionProps) {
  return (
    <Paper sx={{ p: 2 }}>
      <Stack direction="row" sx={{ gap: 1, justifyContent: 'space-between', flexWrap: 'wrap', mb: 1 }}>
        <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
          {isFirst ? 'Added' : 'Changed'} <Moment at={revision.timestamp} past /> by {revision.changed_by} ·
          version {revision.data_version}
        </Typography>
        {isCurrent ? (
          <Typography variant="body2" sx={{ fontWeight: 600 }}>
            Current
          </Typography>
        ) : (
          <GatedButton verdict={verdict} size="small" onClick={() => onRevert(revision)}>
            Restore this version…
          </GatedButton>
        )}
      </Stack>
      {diff === null ? (
        <Typography variant="body2">The version before it is not loaded yet.</Typography>
      ) : diff.length === 0 ? (
        <Typography variant="body2">Nothing differs from the version before.</Typography>
      ) : (
        <FieldDiff changes={diff} />
      )}
    </Paper>
  );
}

type RevertProps = Readonly<{ rule: Rule; revision: RuleRevision | null; onClose: () => void }>;

function Revert({ rule, revision, onClose }: RevertProps) {
  const { revert } = useRuleActions();
  const diff = revision === null ? [] : ruleDiff(rule, revision);
  const { required } = useRuleSignoffs(
    revision === null || diff.length === 0 ? null : intendedUpdate(rule, revision),
    revision === null ? [] : [rule, revision],
  );
  const signers = inWords(required);
  return (
    <ConfirmDialog
      open={revision !== null}
      title={`Restore rule ${rule.rule_id} to version ${revision?.data_version}?`}
      confirm="Restore"
      incomplete={diff.length === 0 || signers !== ''}
      onConfirm={async () => {
        if (revision !== null) {
          await revert.mutateAsync({ id: rule.rule_id, changeId: revision.change_id });
        }
      }}
      onClose={onClose}
    >
      {diff.length === 0 ? (
        <Typography>The current rule says the same.</Typography>
      ) : (
        <>
          <Typography sx={{ mb: 1.5 }}>These fields change:</Typography>
          <FieldDiff changes={diff} />
        </>
      )}
      {signers !== '' && revision !== null && diff.length > 0 && (
        <Alert severity="warning" sx={{ mt: 2 }}>
          Needs {signers}, so it has to be scheduled.{' '}
          <Link component={RouterLink} to={`/rules/${rule.rule_id}/edit?as=${revision.change_id}`}>
            Schedule
          </Link>
        </Alert>
      )}
    </ConfirmDialog>
  );
}
