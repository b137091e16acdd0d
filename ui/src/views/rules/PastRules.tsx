// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { usePastRuleIndex } from '../../api/rules';
import { Moment } from '../../components/Moment';
import { Page } from '../../components/Page';
import { WhenField } from '../../components/WhenField';
import { RuleTable } from './RuleTable';

const DAY = 86_400_000;

/** All rules as they were at some time. */
export function PastRules() {
  const navigate = useNavigate();
  const given = Number(useParams().time);
  const time = Number.isSafeInteger(given) && given > 0 ? given : null;
  const [wanted, setWanted] = useState<number | null>(() => time ?? Date.now() - DAY);

  return (
    <Page
      title="Rules of a past time"
      wide
      actions={
        <Button component={Link} to="/rules" variant="outlined">
          Show the rules of now
        </Button>
      }
    >
      <Stack sx={{ gap: 2 }}>
        <Paper
          component="form"
          sx={{ p: 2, display: 'flex', gap: 1.5, flexWrap: 'wrap', alignItems: 'flex-start' }}
          onSubmit={(event) => {
            event.preventDefault();
            wanted !== null && navigate(`/rules/at/${wanted}`);
          }}
        >
          <WhenField label="As they were" required value={wanted} onChange={setWanted} />
          <Button type="submit" variant="contained" disabled={wanted === null}>
            Show
          </Button>
        </Paper>
        {time !== null && (
          <>
            <Alert severity="warning">
              These rules are of the past: <Moment at={time} full />. Nothing can be changed here.
            </Alert>
            <RulesOf time={time} />
          </>
        )}
      </Stack>
    </Page>
  );
}

function RulesOf({ time }: Readonly<{ time: number }>) {
  return <RuleTable {...usePastRuleIndex(time)} past />;
}
