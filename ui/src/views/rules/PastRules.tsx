// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { usePastRuleIndex } from '../../api/ruleIndex';
import { Moment } from '../../components/Moment';
import { Page } from '../../components/Page';
import { WhenField } from '../../components/WhenField';
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
      title="Rules as they were"
      subtitle="Choose a time, and see which rules were in force then."
      wide
      actions={
        <Button component={Link} to="/rules" variant="outlined">
          Back to the rules of today
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
            <WhenField label="As of" value={chosen} onChange={setChosen} />
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
  return (
    <>
      <Alert severity="warning" variant="outlined">
        These are the rules of the past: <Moment at={time} full />. What clients are offered now may differ.
      </Alert>
      <RuleTable {...loaded} past />
    </>
  );
}
