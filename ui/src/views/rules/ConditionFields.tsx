// SPDX-License-Identifier: MPL-2.0
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { NameField } from '../../components/NameField';
import { WhenField } from '../../components/WhenField';
import type { TimingDraft } from '../../domain/timing';

type Props = Readonly<{
  timing: TimingDraft;
  /** Whether the change can be made at once, too. */
  atOnce: boolean;
  products: readonly string[];
  channels: readonly string[];
  onChange: (timing: TimingDraft) => void;
}>;

/** When a change is to be made: now, at a time, or when enough clients have taken up an update. */
export function ConditionFields({ timing, atOnce, products, channels, onChange }: Props) {
  return (
    <Stack sx={{ gap: 1.5 }}>
      <RadioGroup
        row
        aria-label="When"
        value={timing.kind}
        onChange={(_event, kind) => onChange({ ...timing, kind: kind as TimingDraft['kind'] })}
      >
        {atOnce && <FormControlLabel value="now" control={<Radio />} label="Now" />}
        <FormControlLabel value="time" control={<Radio />} label="At a time" />
        <FormControlLabel value="uptake" control={<Radio />} label="When clients are up to date" />
      </RadioGroup>
      {timing.kind === 'time' && (
        <WhenField
          label="Make this change"
          required
          future
          value={timing.when}
          onChange={(when) => onChange({ ...timing, when })}
        />
      )}
      {timing.kind === 'uptake' && (
        <Stack direction={{ xs: 'column', sm: 'row' }} sx={{ gap: 2, '& > *': { flex: 1 } }}>
          <NameField
            label="Clients of product"
            required
            value={timing.product}
            options={products}
            onChange={(product) => onChange({ ...timing, product })}
          />
          <NameField
            label="On channel"
            required
            value={timing.channel}
            options={channels}
            onChange={(channel) => onChange({ ...timing, channel })}
          />
          <TextField
            label="How many"
            required
            value={timing.uptake}
            onChange={(event) => onChange({ ...timing, uptake: event.target.value })}
            slotProps={{ htmlInput: { inputMode: 'numeric' } }}
          />
        </Stack>
      )}
    </Stack>
  );
}
