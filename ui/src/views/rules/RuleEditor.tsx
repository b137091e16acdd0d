// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { ApiProblem, explain, isLoginExpired } from '../../api/problem';
import { rules as allRules } from '../../api/rules';
import { useApi } from '../../app/session';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { ConflictDialog } from '../../components/ConflictDialog';
import { FieldDiff } from '../../components/FieldDiff';
import { GatedButton } from '../../components/GatedButton';
import { Help } from '../../components/Help';
import { LeaveGuard } from '../../components/LeaveGuard';
import { LogInAgain } from '../../components/LogInAgain';
import { useNow } from '../../components/Moment';
import { PreflightPanel } from '../../components/PreflightPanel';
import type { Term } from '../../domain/glossary';
import { ABOUT, type FieldDescription, labelOf, MATCHING, OFFER, ruleDiff } from '../../domain/ruleFields';
import { fromForm } from '../../domain/ruleForm';
import { timing as timingFor, timingProblem } from '../../domain/timing';
import { RuleFieldInput } from './RuleFieldInput';
import { RuleSentence } from './RuleSentence';
import { TimingFields } from './TimingFields';
import { type RuleEditor as Editor, type Target, useRuleEditor } from './useRuleEditor';

type Props = Readonly<{
  target: Target;
  /** Where “Cancel” leads. */
  back: string;
}>;

/** The form for a rule, or for a change of one that is scheduled. */
export function RuleEditor({ target, back }: Props) {
  const now = useNow();
  const editor = useRuleEditor(target);
  const { current, timing, problems, busy, conflict } = editor;
  const [asking, setAsking] = useState(false);
  const deletion = current.kind === 'change' && current.change.changeType === 'delete';
  const wrongTime = timingProblem(timing, now);
  const wrong = deletion ? 0 : Object.keys(problems).length;
  const isCopy = current.kind === 'new' && current.original !== null;
  // An unchanged duplicate would be two rules that say the same.
  const nothing = isCopy
    ? [...editor.differing].every((field) => field === 'alias')
    : current.kind === 'rule' && editor.differing.size === 0;
  const refused = editor.preflight !== undefined && editor.preflight.refused !== null;
  const ready = wrong === 0 && wrongTime === null && !nothing && !refused;

  function submit(event: React.FormEvent) {
    event.preventDefault();
    if (!ready || busy || !editor.verdict.allowed) {
      return;
    }
    if (timing.kind === 'now') {
      setAsking(true);
    } else {
      editor.send();
    }
  }

  return (
    <Stack component="form" noValidate onSubmit={submit} sx={{ gap: 2 }}>
      <LeaveGuard isUnsaved={editor.isUnsaved && !busy} />
      {editor.isRestored && (
        <Alert
          severity="info"
          variant="outlined"
          action={
            <Button color="inherit" size="small" onClick={editor.discardDraft} sx={{ whiteSpace: 'nowrap' }}>
              Discard the draft
            </Button>
          }
        >
          Draft restored: you had begun to edit this.
        </Alert>
      )}
      {!editor.verdict.allowed && <Alert severity="info">{editor.verdict.reason}</Alert>}
      {!deletion && <Fields editor={editor} />}
      <Section title="When">
        <TimingFields
          timing={timing}
          required={editor.required}
          atOnce={current.kind !== 'change'}
          onChange={editor.setTiming}
        />
      </Section>
      <Review editor={editor} deletion={deletion} />
      <Failure editor={editor} />
      <Stack
        direction="row"
        sx={{
          gap: 1,
          flexWrap: { xs: 'wrap', sm: 'nowrap' },
          alignItems: 'center',
          justifyContent: 'flex-end',
          position: 'sticky',
          bottom: 0,
          zIndex: 1,
          py: 1.5,
          bgcolor: 'background.default',
          borderTop: 1,
          borderColor: 'divider',
        }}
      >
        <Typography
          role="status"
          variant="body2"
          sx={{ color: 'text.secondary', mr: { sm: 1 }, flex: { xs: '1 0 100%', sm: 'initial' } }}
        >
          {nothing
            ? isCopy
              ? 'Change something: the duplicate still says the same.'
              : 'Nothing has been changed yet.'
            : wrong > 0
              ? `Check ${Object.keys(problems).map(labelOf).join(', ')}`
              : refused
                ? 'The server rejects this.'
                : (wrongTime ?? '')}
        </Typography>
        <Button component={Link} to={back} color="inherit">
          Cancel
        </Button>
        <GatedButton
          verdict={editor.verdict}
          type="submit"
          variant="contained"
          loading={busy}
          disabled={!ready}
        >
          {verb(current, timing.kind === 'now')}
        </GatedButton>
      </Stack>
      <ConfirmDialog
        open={asking}
        title={current.kind === 'new' ? 'Add this rule now?' : 'Change this rule now?'}
        confirm={current.kind === 'new' ? 'Add it' : 'Change it'}
        onConfirm={editor.send}
        onClose={() => setAsking(false)}
      >
        <Typography sx={{ mb: 1.5 }}>
          It takes effect immediately, for every client that it matches.
        </Typography>
        <Typography sx={{ overflowWrap: 'anywhere' }}>
          <RuleSentence rule={editor.row} plain />
        </Typography>
      </ConfirmDialog>
      {conflict !== null && current.kind !== 'new' && (
        <ConflictDialog
          what={current.kind === 'rule' ? `rule ${current.rule.rule_id}` : 'this scheduled change'}
          merge={conflict}
          labelOf={labelOf}
          onMerged={editor.takeMerged}
          onClose={editor.dismissConflict}
        />
      )}
    </Stack>
  );
}

/** Why it could not be sent, and what can be done in place of that. */
function Failure({ editor }: Readonly<{ editor: Editor }>) {
  const { failure, timing, setTiming } = editor;
  if (failure === null) {
    return null;
  }
  if (failure instanceof ApiProblem && failure.needsSignoffs && timing.kind === 'now') {
    return (
      <Alert
        severity="warning"
        action={
          <Button
            color="inherit"
            size="small"
            sx={{ whiteSpace: 'nowrap' }}
            onClick={() => setTiming(timingFor('soon'))}
          >
            Schedule
          </Button>
        }
      >
        This needs signoffs of others. Schedule it: it is applied with the last signoff.
      </Alert>
    );
  }
  return (
    <Alert severity="error" action={isLoginExpired(failure) && <LogInAgain />}>
      {explain(failure)}
    </Alert>
  );
}

function verb(target: Target, now: boolean): string {
  if (target.kind === 'change') {
    return 'Save this change';
  }
  if (!now) {
    return 'Schedule';
  }
  return target.kind === 'new' ? 'Add this rule…' : 'Change this rule…';
}

function Section({ title, term, children }: Readonly<{ title: string; term?: Term; children: ReactNode }>) {
  return (
    <Paper component="section" aria-label={title} sx={{ p: { xs: 2, sm: 2.5 } }}>
      <Typography variant="h2" sx={{ mb: 2 }}>
        {title}
        {term !== undefined && <Help term={term} />}
      </Typography>
      {children}
    </Paper>
  );
}

/** Conditions that many rules have. Others are shown where a rule of the product has them, or when asked for. */
const USUAL: ReadonlySet<string> = new Set([
  'product',
  'channel',
  'version',
  'buildID',
  'buildTarget',
  'locale',
  'osVersion',
]);

function Fields({ editor }: Readonly<{ editor: Editor }>) {
  const { form, before } = editor;
  const { data: rules = [] } = useQuery(allRules(useApi()));
  const [all, setAll] = useState(false);
  const used = new Set(
    rules
      .filter(({ product }) => form.product === '' || product === form.product)
      .flatMap((rule) =>
        MATCHING.filter(({ name }) => rule[name] !== null && rule[name] !== '').map(({ name }) => name),
      ),
  );
  const shown = MATCHING.filter(
    ({ name }) =>
      all || USUAL.has(name) || used.has(name) || form[name] !== '' || (before?.[name] ?? '') !== '',
  );
  const hidden = MATCHING.length - shown.length;
  const matching = (
    <Section key="who" title="Conditions">
      <FieldGrid editor={editor} fields={shown} />
      {hidden > 0 && (
        <Button size="small" onClick={() => setAll(true)} sx={{ mt: 1 }}>
          {hidden} more conditions that no rule of {form.product || 'any product'} has
        </Button>
      )}
    </Section>
  );
  const offer = (
    <Section key="what" title="Offer" term="mapping">
      <FieldGrid editor={editor} fields={OFFER} />
    </Section>
  );
  return (
    <>
      {/* What changes most often in a rule that exists is what it offers. */}
      {editor.current.kind === 'new' ? [matching, offer] : [offer, matching]}
      <Section title="About the rule" term="priority">
        <FieldGrid editor={editor} fields={ABOUT} />
      </Section>
    </>
  );
}

function FieldGrid({ editor, fields }: Readonly<{ editor: Editor; fields: readonly FieldDescription[] }>) {
  const { form, before, differing, problems, warnings, set } = editor;
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(2, minmax(0, 1fr))' },
        '& .wide': { gridColumn: '1 / -1' },
      }}
    >
      {fields.map((field) => (
        <RuleFieldInput
          key={field.name}
          field={field}
          value={form[field.name]}
          was={before !== null && differing.has(field.name) ? before[field.name] : null}
          product={form.product}
          problem={problems[field.name]}
          warning={warnings[field.name]}
          onChange={set}
        />
      ))}
    </Box>
  );
}

/** What will be so afterwards: as a sentence, and what differs from now. */
function Review({ editor, deletion }: Readonly<{ editor: Editor; deletion: boolean }>) {
  const { row, before, differing } = editor;
  if (deletion) {
    return (
      <Section title="What happens">
        <Typography
          sx={{ textDecoration: 'line-through', color: 'text.secondary', overflowWrap: 'anywhere' }}
        >
          <RuleSentence rule={row} plain />
        </Typography>
        <Typography sx={{ mt: 1 }}>
          The rule is deleted. Its clients get what the next matching rule offers.
        </Typography>
      </Section>
    );
  }
  return (
    <Section title="What happens">
      <Typography sx={{ mb: differing.size > 0 ? 2 : 0, overflowWrap: 'anywhere' }}>
        <RuleSentence rule={row} plain />
      </Typography>
      {before !== null && differing.size > 0 && <FieldDiff changes={ruleDiff(fromForm(before), row)} />}
      <Box sx={{ mt: 2 }}>
        <PreflightPanel preflight={editor.preflight} error={editor.preflightError} />
      </Box>
    </Section>
  );
}
