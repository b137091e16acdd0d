// SPDX-License-Identifier: MPL-2.0
import SearchIcon from '@mui/icons-material/Search';
import Chip from '@mui/material/Chip';
import InputAdornment from '@mui/material/InputAdornment';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import type { ReleaseFilter } from '../../domain/releases';

type Props = Readonly<{
  filter: ReleaseFilter;
  products: readonly string[];
  onChange: (filter: ReleaseFilter) => void;
}>;

/** What narrows the list of releases down. */
export function ReleaseFilters({ filter, products, onChange }: Props) {
  const known = filter.product === '' || products.includes(filter.product);
  return (
    <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
      <TextField
        type="search"
        placeholder="Search names: several words may be given"
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.target.value })}
        sx={{ flex: '1 1 280px' }}
        slotProps={{
          htmlInput: { 'aria-label': 'Search names', autoComplete: 'off', spellCheck: false },
          input: {
            startAdornment: (
              <InputAdornment position="start">
                <SearchIcon fontSize="small" />
              </InputAdornment>
            ),
          },
        }}
      />
      <TextField
        select
        label="Product"
        value={filter.product}
        onChange={(event) => onChange({ ...filter, product: event.target.value })}
        sx={{ flex: '0 1 170px', minWidth: 130 }}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        <MenuItem value="">All products</MenuItem>
        {(known ? products : [...products, filter.product]).map((product) => (
          <MenuItem key={product} value={product}>
            {product}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        label="Rules"
        value={filter.use}
        onChange={(event) => onChange({ ...filter, use: event.target.value as ReleaseFilter['use'] })}
        sx={{ flex: '0 1 170px', minWidth: 130 }}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        <MenuItem value="">Used or not</MenuItem>
        <MenuItem value="used">Rules lead here</MenuItem>
        <MenuItem value="unused">No rule leads here</MenuItem>
      </TextField>
      <Toggle
        label="Read-only"
        on={filter.readOnly}
        onToggle={(readOnly) => onChange({ ...filter, readOnly })}
      />
      <Toggle
        label="Change scheduled"
        on={filter.scheduled}
        onToggle={(scheduled) => onChange({ ...filter, scheduled })}
      />
    </Stack>
  );
}

type ToggleProps = Readonly<{ label: string; on: boolean; onToggle: (on: boolean) => void }>;

function Toggle({ label, on, onToggle }: ToggleProps) {
  return (
    <Chip
      component="button"
      type="button"
      clickable
      size="medium"
      label={label}
      aria-pressed={on}
      color={on ? 'primary' : 'default'}
      variant={on ? 'filled' : 'outlined'}
      onClick={() => onToggle(!on)}
      sx={{ height: 36, borderRadius: 2 }}
    />
  );
}
