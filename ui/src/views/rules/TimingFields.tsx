// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { ruleColumn } from '../../api/columns';
import { useApi, useConfig } from '../../app/session';
import { NameField } from '../../components/NameField';
import { WhenField } from '../../components/WhenField';
import { inWords } from '../../domain/requiredSignoffs';
import type { RequiredSignoffs } from '../../domain/signoffs';
import type { Timing } from '../../domain/timing';

type Props = Readonly<{
  timing: Timing;
  required: RequiredSignoffs;
  /** Whether it can be made at once where nobody has to sign it off, and has not been scheduled before. */
  atOnce: boolean;
  onChange: (timing: Timing) => void;
}>;

/** When a change shall be made. */
export function TimingFields({ timing, required, atOnce, onChange }: Props) {
  const signers = inWords(required);
  const { uptake: measured } = useConfig();
  return (
    <Stack sx={{ gap: 1.5 }}>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        {signers === ''
          ? 'No signoff needed.'
          : `Needs ${signers}. Applied at the chosen time or with the last signoff, whichever is later.`}
      </Typography>
      <RadioGroup
        aria-label="When"
        value={timing.kind}
        onChange={(_event, kind) => onChange({ ...timing, kind: kind as Timing['kind'] })}
      >
        {atOnce && signers === '' && <Option value="now" label="Now" />}
        {(signers !== '' || timing.kind === 'soon') && <Option value="soon" label="As soon as signed off" />}
        <Option value="time" label="At a time" />
        {timing.kind === 'time' && (
          <Stack sx={{ pl: 3.75, py: 1, maxWidth: 320 }}>
            <WhenField
              label="Time"
              future
              required
              value={timing.when}
              onChange={(when) => onChange({ ...timing, when })}
            />
          </Stack>
        )}
        {(measured || timing.kind === 'uptake') && <Option value="uptake" label="When uptake reaches…" />}
      </RadioGroup>
      {timing.kind === 'uptake' && !measured && (
        <Alert severity="warning">
          No agent that measures uptake is configured, so a change that waits for it is never applied.
        </Alert>
      )}
      {timing.kind === 'uptake' && <Uptake timing={timing} onChange={onChange} />}
    </Stack>
  );
}

function Option({ value, label }: Readonly<{ value: Timing['kind']; label: string }>) {
  return <FormControlLabel value={value} label={label} control={<Radio size="small" />} />;
}

type UptakeProps = Pick<Props, 'timing' | 'onChange'>;

function Uptake({ timing, onChange }: UptakeProps) {
  const api = useApi();
  const { data: products = [] } = useQuery(ruleColumn(api, 'product'));
  const { data: channels = [] } = useQuery(ruleColumn(api, 'channel'));
  return (
    <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 1.5, pl: 3.75, '& > *': { flex: 1 } }}>
      <NameField
        label="Product"
        required
        options={products}
        value={timing.product}
        onChange={(product) => onChange({ ...timing, product })}
      />
      <NameField
        label="Channel"
        required
        options={channels}
        value={timing.channel}
        onChange={(channel) => onChange({ ...timing, channel })}
      />
      <TextField
        label="At least so many updated clients"
        required
        value={timing.uptake}
        onChange={(event) => onChange({ ...timing, uptake: event.target.value })}
        slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off' } }}
      />
    </Stack>
  );
}
