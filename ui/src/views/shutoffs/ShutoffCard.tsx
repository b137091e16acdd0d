// SPDX-License-Identifier: MPL-2.0
import BlockIcon from '@mui/icons-material/Block';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { shutoffBegin } from '../../api/history';
import type { Shutoff } from '../../api/shutoffs';
import { useAccount, useApi } from '../../app/session';
import { ChangeCard } from '../../components/ChangeCard';
import { DropChange } from '../../components/DropChange';
import { GatedButton } from '../../components/GatedButton';
import { Moment } from '../../components/Moment';
import type { ChangeOf } from '../../domain/changes';
import { may } from '../../domain/permissions';

type Props = Readonly<{
  shutoff: Shutoff;
  /** When it is scheduled to end; null where it is not. */
  change: ChangeOf<'shutoff'> | null;
}>;

/** One shutoff: what gets no updates, why, and how it will end. */
export function ShutoffCard({ shutoff, change }: Props) {
  const { product, channel, comment } = shutoff;
  const account = useAccount();
  const verdict = may(account, 'emergency_shutoff', 'delete', product);
  const { data: begin } = useQuery({
    ...shutoffBegin(useApi(), product, channel),
    enabled: account.username !== null,
  });
  const navigate = useNavigate();
  const enable = `/shutoffs/${encodeURIComponent(product)}/${encodeURIComponent(channel)}/enable`;

  return (
    <Paper
      component="article"
      aria-label={`${product} ${channel} is shut off`}
      sx={{ overflow: 'hidden', borderColor: 'error.main', borderWidth: 2 }}
    >
      <Stack
        direction="row"
        sx={{ gap: 1.5, px: 2, py: 1.5, bgcolor: 'rgb(var(--mui-palette-error-mainChannel) / 0.1)' }}
      >
        <BlockIcon color="error" sx={{ mt: 0.125, fontSize: 28 }} />
        <Box sx={{ minWidth: 0 }}>
          <Typography variant="h2" sx={{ fontSize: '1.375rem', overflowWrap: 'anywhere' }}>
            {product} {channel}
          </Typography>
          <Typography sx={{ color: 'error.main', fontWeight: 560 }}>
            No updates are offered to anybody
          </Typography>
        </Box>
      </Stack>
      <Box sx={{ p: 2 }}>
        <Typography sx={{ mb: 2, overflowWrap: 'anywhere', color: comment ? undefined : 'text.secondary' }}>
          {comment || 'No reason was given.'}
        </Typography>
        {begin && (
          <Typography variant="body2" sx={{ mt: -1, mb: 2, color: 'text.secondary' }}>
            Shut off <Moment at={begin.at} past /> by {begin.by}
          </Typography>
        )}
        {change === null ? (
          <GatedButton
            verdict={verdict}
            variant="outlined"
            onClick={() => navigate(enable)}
            sx={{ width: { xs: '100%', sm: 'auto' } }}
          >
            Resume updates…
          </GatedButton>
        ) : (
          <ChangeCard
            change={change}
            actions={
              <>
                {verdict.allowed && (
                  <Button component={Link} to={enable} size="small">
                    Change the time
                  </Button>
                )}
                <DropChange change={change} verdict={verdict} />
              </>
            }
          />
        )}
      </Box>
    </Paper>
  );
}
