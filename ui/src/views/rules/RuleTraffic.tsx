// SPDX-License-Identifier: MPL-2.0
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Rule } from '../../api/rules';
import { traffic } from '../../api/traffic';
import { useApi, useIdentity } from '../../app/session';
import { Sparkline } from '../../components/Sparkline';
import { percent, perSecond } from '../../domain/traffic';

const RANGE = '24h';

/** The share of answers that a rule decides; nothing where that is not known. */
export function RuleTraffic({ rule }: Readonly<{ rule: Rule }>) {
  const isLoggedIn = useIdentity() !== null;
  const product = rule.product ?? '';
  const { data } = useQuery({
    ...traffic(useApi(), { by: 'rule', range: RANGE, product, name: String(rule.rule_id) }),
    enabled: isLoggedIn,
  });
  const part = data?.series[0];
  if (part === undefined) {
    return null;
  }
  return (
    <Stack direction="row" sx={{ mt: 1.5, gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
      <Sparkline of={`rule ${rule.rule_id}`} range={RANGE} part={part} />
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        Decided {percent(part.share)} of the answers{product === '' ? '' : ` for ${product}`} in the last 24
        hours, {perSecond(part.rate)} ·{' '}
        <Link to={`/traffic?${new URLSearchParams({ by: 'rule', ...(product !== '' && { product }) })}`}>
          traffic
        </Link>
      </Typography>
    </Stack>
  );
}
