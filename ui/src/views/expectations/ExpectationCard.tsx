// SPDX-License-Identifier: MPL-2.0
import BrokenIcon from '@mui/icons-material/ErrorOutlineOutlined';
import HeldIcon from '@mui/icons-material/TaskAlt';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router';
import type { CheckedExpectation } from '../../api/expectations';
import { useAccount } from '../../app/session';
import { GatedButton } from '../../components/GatedButton';
import { mayForAny } from '../../domain/permissions';
import { counted } from '../../domain/text';

type Props = Readonly<{ expectation: CheckedExpectation; onDelete: () => void }>;

/** An expectation, whether it is held, and who gets something else if it is not. */
export function ExpectationCard({ expectation, onDelete }: Props) {
  const { name, description, expected, products, requests, held, broken_requests, examples } = expectation;
  const account = useAccount();
  const Icon = held ? HeldIcon : BrokenIcon;
  return (
    <Paper component="article" aria-label={name} sx={{ px: 2, py: 1.5 }}>
      <Stack direction="row" sx={{ gap: 1.5, alignItems: 'flex-start' }}>
        <Icon sx={{ color: held ? 'success.main' : 'error.main', mt: 0.25 }} aria-hidden="true" />
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Typography component="h2" variant="subtitle2" sx={{ overflowWrap: 'anywhere' }}>
            {name}
          </Typography>
          <Typography variant="body2" sx={{ color: held ? 'text.secondary' : 'error.main' }}>
            {held ? 'Held by' : `Broken by ${broken_requests} of`} {counted(requests, 'request')} of{' '}
            {products.join(', ')}: {expected}
          </Typography>
          {description !== '' && <Typography variant="body2">{description}</Typography>}
          {examples.length > 0 && (
            <Stack
              component="ul"
              aria-label="Examples"
              sx={{ gap: 0.5, listStyle: 'none', m: 0, mt: 1, p: 0 }}
            >
              {examples.map(({ url, rollout, actual, rule }) => (
                <Typography component="li" variant="body2" key={`${rollout} ${url}`}>
                  {actual}
                  {rule !== null && (
                    <>
                      , by{' '}
                      <Link component={RouterLink} to={`/rules/${rule}`}>
                        rule {rule}
                      </Link>
                    </>
                  )}
                  {': '}
                  <Link
                    component={RouterLink}
                    to={`/explain?url=${encodeURIComponent(url)}`}
                    sx={{ overflowWrap: 'anywhere' }}
                  >
                    {url}
                  </Link>
                </Typography>
              ))}
            </Stack>
          )}
        </Box>
        <GatedButton
          verdict={mayForAny(account, 'rule', 'delete')}
          size="small"
          color="inherit"
          onClick={onDelete}
          aria-label={`Delete ${name}`}
        >
          Delete
        </GatedButton>
      </Stack>
    </Paper>
  );
}
