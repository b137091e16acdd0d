// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
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
import type { Verdict } from '../../domain/permissions';
import { inWords } from '../../domain/requiredSignoffs';
import { type RevisionChange, revisionChanges } from '../../domain/revisions';
import { ruleDiff } from '../../domain/ruleFields';
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
      <Stack component="ol" sx={{ gap: 1, p: 0, m: 0, listStyle: 'none' }}>
        {changes.map((change, i) => (
          <li key={change.revision.change_id}>
            <Revision change={change} isCurrent={i === 0} verdict={verdict} onRevert={setChosen} />
          </li>
        ))}
      </Stack>
      {hasNextPage && (
        <Button sx={{ mt: 1.5 }} loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          Show earlier ones
        </Button>
      )}
      <Revert rule={rule} revision={chosen} onClose={() => setChosen(null)} />
    </section>
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
          {isFirst ? 'Added' : 'Changed'} <Moment at={revision.timestamp} /> by {revision.changed_by} ·
          version {revision.data_version}
        </Typography>
        {isCurrent ? (
          <Typography variant="body2" sx={{ fontWeight: 600 }}>
            As it is now
          </Typography>
        ) : (
          <GatedButton verdict={verdict} size="small" onClick={() => onRevert(revision)}>
            Go back to this …
          </GatedButton>
        )}
      </Stack>
      {diff === null ? (
        <Typography variant="body2">What came before is further down.</Typography>
      ) : diff.length === 0 ? (
        <Typography variant="body2">Nothing differs from what it was before.</Typography>
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
      title={`Make rule ${rule.rule_id} what it was?`}
      confirm="Go back to this"
      incomplete={diff.length === 0 || signers !== ''}
      onConfirm={async () => {
        if (revision !== null) {
          await revert.mutateAsync({ id: rule.rule_id, changeId: revision.change_id });
        }
      }}
      onClose={onClose}
    >
      {diff.length === 0 ? (
        <Typography>It says the same now.</Typography>
      ) : (
        <>
          <Typography sx={{ mb: 1.5 }}>This is what changes:</Typography>
          <FieldDiff changes={diff} />
        </>
      )}
      {signers !== '' && revision !== null && diff.length > 0 && (
        <Alert severity="warning" sx={{ mt: 2 }}>
          This needs signoffs of {signers}, so it can’t be done at once.{' '}
          <Link component={RouterLink} to={`/rules/${rule.rule_id}/edit?as=${revision.change_id}`}>
            Schedule it
          </Link>
        </Alert>
      )}
    </ConfirmDialog>
  );
}
