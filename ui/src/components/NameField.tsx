// SPDX-License-Identifier: MPL-2.0
import Autocomplete, { createFilterOptions } from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import type { ReactNode } from 'react';

type Props = Readonly<{
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** What can be chosen; anything else can be typed. */
  options: readonly string[];
  required?: boolean;
  autoFocus?: boolean;
  disabled?: boolean;
  /** What is wrong with the value; null where nothing is. */
  problem?: string | null;
  helper?: ReactNode;
}>;

/** As many suggestions as anybody reads: there may be tens of thousands. */
const suggest = createFilterOptions<string>({ limit: 50 });

/** A name that is chosen from those that are known, or typed. */
export function NameField(props: Props) {
  const { label, value, onChange, options, required, autoFocus, disabled = false, problem, helper } = props;
  return (
    <Autocomplete
      freeSolo
      autoHighlight={false}
      disabled={disabled}
      options={options}
      filterOptions={suggest}
      inputValue={value}
      value={value}
      onInputChange={(_event, text) => onChange(text)}
      renderInput={(params) => (
        <TextField
          {...params}
          label={label}
          required={required}
          autoFocus={autoFocus}
          error={problem != null}
          helperText={problem ?? helper}
          slotProps={{
            ...params.slotProps,
            htmlInput: {
              ...params.slotProps.htmlInput,
              autoCapitalize: 'none',
              autoCorrect: 'off',
              spellCheck: false,
            },
          }}
        />
      )}
    />
  );
}
