// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { usePastRuleIndex } from '../../api/ruleIndex';
import { type Rule, rules } from '../../api/rules';
import { useApi } from '../../app/session';
import { FieldDiff } from '../../components/FieldDiff';
import { Moment } from '../../components/Moment';
import { Page } from '../../components/Page';
import { WhenField } from '../../components/WhenField';
import { rulesSince } from '../../domain/revisions';
import { RuleTable } from './RuleTable';

/** The rules as they were at a moment in the past, which the address tells. */
export function PastRules() {
  const [query, setQuery] = useSearchParams();
  const asked = Number(query.get('time'));
  const time = Number.isSafeInteger(asked) && asked > 0 ? asked : null;
  const [chosen, setChosen] = useState<number | null>(time);
  const future = chosen !== null && chosen > Date.now();

  return (
    <Page
      title="Rules at a past time"
      subtitle="Which rules were in force then, and how they differ from the current ones"
      wide
      actions={
        <Button component={Link} to="/rules" variant="outlined">
          Current rules
        </Button>
      }
    >
      <Stack sx={{ gap: 2 }}>
        <Paper
          component="form"
          onSubmit={(event) => {
            event.preventDefault();
            if (chosen !== null && !future) {
              const next = new URLSearchParams(query);
              next.set('time', String(chosen));
              setQuery(next);
            }
          }}
          sx={{ p: 2 }}
        >
          <Stack direction="row" sx={{ gap: 1.5, flexWrap: 'wrap', alignItems: 'flex-start' }}>
            <WhenField label="As of" value={chosen} onChange={setChosen} past />
            <Button
              type="submit"
              variant="contained"
              disabled={chosen === null || future}
              sx={{ height: 40 }}
            >
              Show
            </Button>
          </Stack>
        </Paper>
        {time !== null && <AtMoment time={time} />}
      </Stack>
    </Page>
  );
}

function AtMoment({ time }: Readonly<{ time: number }>) {
  const loaded = usePastRuleIndex(time);
  const present = useQuery(rules(useApi()));
  return (
    <>
      <Alert severity="warning" variant="outlined">
        Rules as of <Moment at={time} full past />. Clients are offered what the current rules say.
      </Alert>
      {present.data !== undefined && !loaded.isPending && (
        <Differences then={loaded.index.entries.map(({ row }) => row as Rule)} now={present.data} />
      )}
      <RuleTable {...loaded} past />
    </>
  );
}

type DifferencesProps = Readonly<{ then: readonly Rule[]; now: readonly Rule[] }>;

/** Lists the rules that were added, changed and deleted since. */
function Differences({ then, now }: DifferencesProps) {
  const found = useMemo(() => rulesSince(then, now), [then, now]);
  return (
    <Paper component="section" aria-label="Changed since then" sx={{ p: 2 }}>
      <Typography variant="h2" sx={{ mb: found.length > 0 ? 1.5 : 0 }}>
        {found.length === 0
          ? 'No rule has changed since then'
          : `${found.length === 1 ? '1 rule has' : `${found.length} rules have`} changed since then`}
      </Typography>
      <Stack component="ul" sx={{ gap: 1.5, m: 0, p: 0, listStyle: 'none' }}>
        {found.map(({ id, kind, changes }) => (
          <li key={id}>
            <Typography component="div" sx={{ mb: 0.5 }}>
              <Link to={`/rules/${id}`}>Rule {id}</Link> {kind}
            </Typography>
            {kind === 'changed' && <FieldDiff changes={changes} />}
          </li>
        ))}
      </Stack>
    </Paper>
  );
}
