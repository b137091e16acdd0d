// SPDX-License-Identifier: MPL-2.0
import SearchIcon from '@mui/icons-material/Search';
import Autocomplete from '@mui/material/Autocomplete';
import InputAdornment from '@mui/material/InputAdornment';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import type { RuleFilter } from '../../domain/rules';

type Props = Readonly<{
  filter: RuleFilter;
  products: readonly string[];
  channels: readonly string[];
  /** Whether changes are shown that are scheduled. */
  scheduled?: boolean;
  onChange: (filter: RuleFilter) => void;
}>;

/** What narrows the list of rules down. */
export function RuleFilters({ filter, products, channels, scheduled = true, onChange }: Props) {
  return (
    <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
      <TextField
        type="search"
        placeholder="Search rules, such as windows or locale:de"
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.target.value })}
        sx={{ flex: '1 1 260px' }}
        slotProps={{
          htmlInput: { 'aria-label': 'Search rules', autoComplete: 'off', spellCheck: false },
          input: {
            startAdornment: (
              <InputAdornment position="start">
                <SearchIcon fontSize="small" />
              </InputAdornment>
            ),
          },
        }}
      />
      <Choice
        label="Product"
        all="All products"
        value={filter.product}
        options={products}
        onChange={(product) => onChange({ ...filter, product })}
      />
      <Choice
        label="Channel"
        all="All channels"
        value={filter.channel}
        options={channels}
        onChange={(channel) => onChange({ ...filter, channel })}
      />
      {scheduled && (
        <ToggleButtonGroup
          exclusive
          size="small"
          color="primary"
          aria-label="Show only"
          value={filter.show}
          onChange={(_event, show: RuleFilter['show'] | null) => onChange({ ...filter, show: show ?? '' })}
          sx={{
            flexWrap: 'wrap',
            '& button': {
              textTransform: 'none',
              py: 0.875,
              px: { xs: 0.75, sm: 1.25 },
              lineHeight: 1.4,
              color: 'text.secondary',
            },
            '& .Mui-selected': { fontWeight: 600 },
          }}
        >
          <ToggleButton value="">All</ToggleButton>
          <ToggleButton value="scheduled">Scheduled</ToggleButton>
          <ToggleButton value="waiting">Waiting for signoff</ToggleButton>
          <ToggleButton value="mine">Waiting for me</ToggleButton>
        </ToggleButtonGroup>
      )}
    </Stack>
  );
}

type ChoiceProps = Readonly<{
  label: string;
  all: string;
  value: string;
  options: readonly string[];
  onChange: (value: string) => void;
}>;

/** One of many, which can be found by typing; none stands for all. */
function Choice({ label, all, value, options, onChange }: ChoiceProps) {
  return (
    <Autocomplete
      options={value === '' || options.includes(value) ? options : [...options, value]}
      value={value === '' ? null : value}
      onChange={(_event, chosen) => onChange(chosen ?? '')}
      autoHighlight
      sx={{ flex: '0 1 175px', minWidth: 150 }}
      renderInput={(params) => (
        <TextField
          {...params}
          label={label}
          placeholder={all}
          slotProps={{
            ...params.slotProps,
            inputLabel: { ...params.slotProps.inputLabel, shrink: true },
          }}
        />
      )}
    />
  );
}
