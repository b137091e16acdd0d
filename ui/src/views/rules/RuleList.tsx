// SPDX-License-Identifier: MPL-2.0
import AddIcon from '@mui/icons-material/Add';
import CompareIcon from '@mui/icons-material/CompareArrowsOutlined';
import HistoryIcon from '@mui/icons-material/HistoryOutlined';
import RuleIcon from '@mui/icons-material/RuleOutlined';
import Button from '@mui/material/Button';
import { Link, useLocation, useNavigate } from 'react-router';
import { useRuleIndex } from '../../api/ruleIndex';
import { useAccount } from '../../app/session';
import { GatedButton } from '../../components/GatedButton';
import { Page } from '../../components/Page';
import { mayForAny } from '../../domain/permissions';
import { RuleTable } from './RuleTable';

/** All rules, with what is scheduled for them. */
export function RuleList() {
  const account = useAccount();
  const navigate = useNavigate();
  const { search } = useLocation();
  const loaded = useRuleIndex();
  return (
    <Page
      title="Rules"
      subtitle="Of the rules that match a client, the one with the highest priority applies."
      wide
      actions={
        <>
          <Button component={Link} to={`/rules/at${search}`} startIcon={<HistoryIcon />} color="inherit">
            As of a past time
          </Button>
          <Button component={Link} to="/compare-channels" startIcon={<CompareIcon />} color="inherit">
            Compare channels
          </Button>
          <Button component={Link} to="/rules/findings" startIcon={<RuleIcon />} color="inherit">
            Findings
          </Button>
          <GatedButton
            verdict={mayForAny(account, 'rule', 'create')}
            variant="contained"
            startIcon={<AddIcon />}
            onClick={() => navigate('/rules/new')}
          >
            New rule
          </GatedButton>
        </>
      }
    >
      <RuleTable {...loaded} />
    </Page>
  );
}
