// SPDX-License-Identifier: MPL-2.0
import Autocomplete, { createFilterOptions } from '@mui/material/Autocomplete';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { memo, useMemo, useState } from 'react';
import { ruleColumn } from '../../api/columns';
import { releaseNames } from '../../api/releaseNames';
import { useApi } from '../../app/session';
import { ofProductFirst } from '../../domain/releaseProduct';
import type { FieldDescription, RuleField } from '../../domain/ruleFields';

type Props = Readonly<{
  field: FieldDescription;
  value: string;
  /** What it was, where that differs; null where it does not. */
  was: string | null;
  /** The product of the rule, whose releases are suggested first. */
  product: string;
  problem: string | undefined;
  warning: string | undefined;
  onChange: (field: RuleField, value: string) => void;
}>;

const FEW = createFilterOptions<string>({ limit: 50 });
const NONE: readonly string[] = [];
const YES_OR_NO = [
  { value: '', label: 'Any' },
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
];
const UPDATE_TYPES = ['minor', 'major'];

/** One field of a rule. What has been changed stands out, and says what it was. */
export const RuleFieldInput = memo(function RuleFieldInput(props: Props) {
  const { field, value, was, product, problem, warning, onChange } = props;
  const common = {
    label: field.label,
    fullWidth: true,
    // What nobody has filled in yet is not wrong yet.
    error: problem !== undefined && (value !== '' || was !== null),
    helperText: problem ?? warning ?? (was === null ? field.hint : `Was ${was || 'empty'}`),
    sx: {
      ...(was !== null && {
        '& .MuiOutlinedInput-root': { bgcolor: 'rgb(var(--mui-palette-success-mainChannel) / 0.12)' },
        '& .MuiOutlinedInput-notchedOutline': { borderColor: 'success.main' },
      }),
      '& .MuiFormHelperText-root': {
        overflowWrap: 'anywhere',
        ...(problem === undefined && warning !== undefined && { color: 'warning.main' }),
      },
    },
  };
  const plain = { autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false };

  if (field.kind === 'yesNo' || field.kind === 'choice') {
    const options =
      field.kind === 'yesNo'
        ? YES_OR_NO
        : (UPDATE_TYPES.includes(value) ? UPDATE_TYPES : [value, ...UPDATE_TYPES]).map((each) => ({
            value: each,
            label: each || 'None',
          }));
    return (
      <TextField
        {...common}
        select
        value={value}
        onChange={(event) => onChange(field.name, event.target.value)}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        {options.map((option) => (
          <MenuItem key={option.value} value={option.value}>
            {option.label}
          </MenuItem>
        ))}
      </TextField>
    );
  }
  if (field.kind === 'integer' || field.name === 'alias') {
    return (
      <TextField
        {...common}
        value={value}
        onChange={(event) => onChange(field.name, event.target.value)}
        slotProps={{
          htmlInput: {
            ...plain,
            inputMode: field.kind === 'integer' ? 'numeric' : 'text',
            autoComplete: 'off',
          },
        }}
      />
    );
  }
  if (field.name === 'comment') {
    return (
      <TextField
        {...common}
        className="wide"
        multiline
        minRows={2}
        value={value}
        onChange={(event) => onChange(field.name, event.target.value)}
      />
    );
  }
  return (
    <Suggesting
      field={field}
      value={value}
      product={product}
      onChange={onChange}
      common={common}
      plain={plain}
    />
  );
});

type SuggestingProps = Pick<Props, 'field' | 'value' | 'product' | 'onChange'> &
  Readonly<{ common: object; plain: object }>;

/** A field that suggests what other rules say, once somebody is about to fill it in. */
function Suggesting({ field, value, product, onChange, common, plain }: SuggestingProps) {
  const api = useApi();
  const [asked, setAsked] = useState(false);
  const leadsToRelease = field.name === 'mapping' || field.name === 'fallbackMapping';
  const releases = useQuery({ ...releaseNames(api), enabled: asked && leadsToRelease });
  const values = useQuery({ ...ruleColumn(api, field.name), enabled: asked && !leadsToRelease });
  const { data = NONE, isFetching } = leadsToRelease ? releases : values;
  const options = useMemo(
    () => (leadsToRelease ? ofProductFirst(data, product) : data),
    [data, leadsToRelease, product],
  );
  return (
    <Autocomplete
      freeSolo
      options={options}
      filterOptions={FEW}
      loading={isFetching}
      inputValue={value}
      value={value}
      onFocus={() => setAsked(true)}
      onInputChange={(_event, text) => onChange(field.name, text)}
      renderInput={(params) => (
        <TextField
          {...params}
          {...common}
          slotProps={{ ...params.slotProps, htmlInput: { ...params.slotProps.htmlInput, ...plain } }}
        />
      )}
    />
  );
}
