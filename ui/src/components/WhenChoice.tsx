// SPDX-License-Identifier: MPL-2.0
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Stack from '@mui/material/Stack';
import { useState } from 'react';
import { SOON } from '../domain/time';
import type { When } from '../domain/timing';
import { WhenField } from './WhenField';

type Props = Readonly<{
  /** What the field for a time is called. */
  label: string;
  value: When;
  onChange: (when: When) => void;
}>;

/** Asks when a change that needs signoffs shall be applied: as soon as it is signed off, or at a time. */
export function WhenChoice({ label, value, onChange }: Props) {
  const [time, setTime] = useState(typeof value === 'number' ? value : null);
  return (
    <div>
      <RadioGroup
        aria-label="When"
        value={value === 'soon' ? 'soon' : 'time'}
        onChange={(_event, kind) => onChange(kind === 'soon' ? 'soon' : (time ?? Date.now() + SOON))}
      >
        <FormControlLabel value="soon" control={<Radio size="small" />} label="As soon as signed off" />
        <FormControlLabel value="time" control={<Radio size="small" />} label="At a time" />
      </RadioGroup>
      {value !== 'soon' && (
        <Stack sx={{ pl: 3.75, pt: 1, maxWidth: 360 }}>
          <WhenField
            label={label}
            required
            future
            value={value}
            onChange={(moment) => {
              setTime(moment);
              onChange(moment);
            }}
          />
        </Stack>
      )}
    </div>
  );
}
