// SPDX-License-Identifier: MPL-2.0
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';

type Props = Readonly<{
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** What it is called when nothing is chosen. */
  none: string;
  options: readonly string[];
  /** What options are called, where that is something else. */
  name?: (option: string) => string;
}>;

/** One of several, or none. A value that is no longer among them stays visible. */
export function SelectField({ label, value, onChange, none, options, name = (option) => option }: Props) {
  const all = value === '' || options.includes(value) ? options : [...options, value];
  return (
    <TextField
      select
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      sx={{ flex: { xs: '1 1 140px', sm: '0 1 190px' }, minWidth: 140 }}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      <MenuItem value="">{none}</MenuItem>
      {all.map((option) => (
        <MenuItem key={option} value={option}>
          {name(option)}
        </MenuItem>
      ))}
    </TextField>
  );
}
