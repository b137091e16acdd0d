// SPDX-License-Identifier: MPL-2.0
import Chip from '@mui/material/Chip';
import Stack from '@mui/material/Stack';
import { SearchField } from '../../components/SearchField';
import { SelectField } from '../../components/SelectField';
import type { ReleaseFilter } from '../../domain/releases';

type Props = Readonly<{
  filter: ReleaseFilter;
  products: readonly string[];
  onChange: (filter: ReleaseFilter) => void;
}>;

const USES: Readonly<Record<string, string>> = {
  used: 'Rules map here',
  unused: 'No rule maps here',
};

/** What narrows the list of releases down. */
export function ReleaseFilters({ filter, products, onChange }: Props) {
  return (
    <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
      <SearchField
        label="Search names"
        value={filter.text}
        onChange={(text) => onChange({ ...filter, text })}
      />
      <SelectField
        label="Product"
        value={filter.product}
        none="All products"
        options={products}
        onChange={(product) => onChange({ ...filter, product })}
      />
      <SelectField
        label="Rules"
        value={filter.use}
        none="Used or not"
        options={Object.keys(USES)}
        name={(use) => USES[use] ?? use}
        onChange={(use) => onChange({ ...filter, use: use as ReleaseFilter['use'] })}
      />
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
