// SPDX-License-Identifier: MPL-2.0
import SearchIcon from '@mui/icons-material/Search';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';

type Props = Readonly<{ label: string; value: string; onChange: (text: string) => void }>;

/** Where one types what one looks for. The key “/” leads here. */
export function SearchField({ label, value, onChange }: Props) {
  return (
    <TextField
      type="search"
      placeholder={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      sx={{ flex: '1 1 260px' }}
      slotProps={{
        htmlInput: { 'aria-label': label, autoComplete: 'off', autoCapitalize: 'none', spellCheck: false },
        input: {
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon fontSize="small" />
            </InputAdornment>
          ),
        },
      }}
    />
  );
}
