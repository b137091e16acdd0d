// SPDX-License-Identifier: MPL-2.0
import ShutoffIcon from '@mui/icons-material/PowerSettingsNewOutlined';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explain } from '../../api/problem';
import { productSignoffs } from '../../api/requiredSignoffs';
import { useApi } from '../../app/session';
import { GatedButton } from '../../components/GatedButton';
import type { Verdict } from '../../domain/permissions';
import { inWords, requiredFor } from '../../domain/requiredSignoffs';
import { confirms, consequence, type Target } from '../../domain/shutoffs';

type Props = Readonly<{
  target: Target;
  reason: string;
  doubts: readonly string[];
  verdict: Verdict;
  failure: Error | null;
  busy: boolean;
  onBack: () => void;
  onConfirm: () => void;
}>;

/** The second step: what will happen, and whether that is really meant. */
export function ConfirmShutoff(props: Props) {
  const { target, reason, doubts, verdict, failure, busy, onBack, onConfirm } = props;
  const { product, channel } = target;
  const [typed, setTyped] = useState('');
  const { data: requirements } = useQuery(productSignoffs(useApi()));
  const required = requirements && inWords(requiredFor(requirements, product, channel));
  const meant = confirms(typed, target);

  return (
    <Paper
      component="form"
      sx={{ p: { xs: 2, sm: 3 }, maxWidth: 640, borderColor: 'error.main', borderWidth: 2 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (meant && verdict.allowed && !busy) {
          onConfirm();
        }
      }}
    >
      <Stack sx={{ gap: 2 }}>
        <Typography variant="h2" sx={{ fontSize: '1.375rem', lineHeight: 1.35, overflowWrap: 'anywhere' }}>
          {consequence(target)}
        </Typography>
        <Box component="ul" sx={{ m: 0, pl: 2.5, '& li': { mb: 0.75 } }}>
          <li>It takes effect within seconds and needs no signoff.</li>
          <li>Partner builds ({channel}-cck-…) are offered nothing either.</li>
          {required !== undefined && (
            <li>
              {required === ''
                ? 'Enabling updates again needs no signoff.'
                : `To enable updates again needs signoffs: ${required}.`}
            </li>
          )}
          <li>{reason.trim() === '' ? 'No reason is given.' : `Reason: ${reason.trim()}`}</li>
        </Box>
        {doubts.map((doubt) => (
          <Alert key={doubt} severity="warning">
            {doubt}
          </Alert>
        ))}
        <TextField
          label={`Type “${product} ${channel}” to confirm`}
          value={typed}
          autoFocus
          autoComplete="off"
          size="medium"
          onChange={(event) => setTyped(event.target.value)}
          slotProps={{
            htmlInput: {
              autoCapitalize: 'none',
              autoCorrect: 'off',
              spellCheck: false,
              enterKeyHint: 'done',
            },
            inputLabel: { shrink: true },
          }}
        />
        {!verdict.allowed && <Alert severity="info">{verdict.reason}</Alert>}
        {failure !== null && <Alert severity="error">{explain(failure)}</Alert>}
        <Stack direction={{ xs: 'column-reverse', sm: 'row' }} sx={{ gap: 1, justifyContent: 'flex-end' }}>
          <Button onClick={onBack} color="inherit" size="large" disabled={busy}>
            Back
          </Button>
          <GatedButton
            verdict={verdict}
            type="submit"
            variant="contained"
            color="error"
            size="large"
            startIcon={<ShutoffIcon />}
            disabled={!meant}
            loading={busy}
          >
            Shut off {product} {channel}
          </GatedButton>
        </Stack>
      </Stack>
    </Paper>
  );
}
