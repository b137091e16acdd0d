// SPDX-License-Identifier: MPL-2.0
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { fromInput, relative, toInput, utc } from '../domain/time';
import { useNow } from './Moment';

type Props = Readonly<{
  label: string;
  /** Milliseconds since 1970; null while none is chosen. */
  value: number | null;
  onChange: (moment: number | null) => void;
  required?: boolean;
  /** Whether moments before now are wrong. */
  future?: boolean;
}>;

/** Takes a moment in the viewer’s time, and says what that is in UTC and how long it is until then. */
export function WhenField({ label, value, onChange, required = false, future = false }: Props) {
  const now = useNow();
  const [text, setText] = useState('');
  // What is typed stays as it is for as long as it means the value; who sets another value from outside sees that.
  const shown = value === null ? '' : fromInput(text) === value ? text : toInput(value);
  const past = future && value !== null && value <= now;
  const helper =
    value === null
      ? 'Your own time zone'
      : past
        ? 'This is in the past'
        : `${relative(value, now)}, ${utc(value)}`;
  return (
    <TextField
      type="datetime-local"
      label={label}
      value={shown}
      required={required}
      error={past}
      helperText={helper}
      onChange={(event) => {
        setText(event.target.value);
        onChange(fromInput(event.target.value));
      }}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
}
