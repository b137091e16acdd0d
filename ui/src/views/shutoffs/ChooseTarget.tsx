// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { Link as RouterLink } from 'react-router';
import { GatedButton } from '../../components/GatedButton';
import { NameField } from '../../components/NameField';
import type { Verdict } from '../../domain/permissions';
import { problems, type Target } from '../../domain/shutoffs';

type Props = Readonly<{
  target: Target;
  /** The fields exactly as they are written. */
  written: Target & { reason: string };
  doubts: readonly string[];
  products: readonly string[];
  channels: readonly string[];
  /** Whether it is shut off already. */
  already: boolean;
  verdict: Verdict;
  onChange: (field: 'product' | 'channel' | 'reason', value: string) => void;
  onNext: () => void;
}>;

/** The first step: for which product and channel, and why. */
export function ChooseTarget(props: Props) {
  const { target, written, doubts, products, channels, already, verdict, onChange, onNext } = props;
  const wrong = problems(target, written.reason);
  const chosen = target.product !== '' && target.channel !== '';
  const ready = chosen && !already && Object.values(wrong).every((problem) => problem === null);

  return (
    <Paper
      component="form"
      sx={{ p: { xs: 2, sm: 3 }, maxWidth: 640 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && verdict.allowed) {
          onNext();
        }
      }}
    >
      <Stack sx={{ gap: 2.5 }}>
        <NameField
          label="Product"
          required
          autoFocus
          options={products}
          value={written.product}
          problem={wrong.product}
          onChange={(value) => onChange('product', value)}
        />
        <NameField
          label="Channel"
          required
          options={channels}
          value={written.channel}
          problem={wrong.channel}
          onChange={(value) => onChange('channel', value)}
        />
        <TextField
          label="Reason"
          multiline
          minRows={2}
          value={written.reason}
          error={wrong.reason !== null}
          helperText={wrong.reason ?? 'Everybody sees it for as long as updates are shut off'}
          onChange={(event) => onChange('reason', event.target.value)}
        />
        {doubts.map((doubt) => (
          <Alert key={doubt} severity="warning">
            {doubt}
          </Alert>
        ))}
        {already && (
          <Alert severity="info">
            {target.product} {target.channel} is shut off already.{' '}
            <Link component={RouterLink} to="/shutoffs">
              Show
            </Link>
          </Alert>
        )}
        {chosen && !verdict.allowed && <Alert severity="info">{verdict.reason}</Alert>}
        <Stack direction={{ xs: 'column-reverse', sm: 'row' }} sx={{ gap: 1, justifyContent: 'flex-end' }}>
          <Button component={RouterLink} to="/shutoffs" color="inherit" size="large">
            Cancel
          </Button>
          <GatedButton
            verdict={chosen ? verdict : { allowed: true }}
            type="submit"
            variant="contained"
            size="large"
            disabled={!ready}
          >
            Continue
          </GatedButton>
        </Stack>
      </Stack>
    </Paper>
  );
}
