// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import { useQuery } from '@tanstack/react-query';
import { ruleColumn } from '../../api/columns';
import { users } from '../../api/users';
import { useAccount, useApi } from '../../app/session';
import { NameField } from '../../components/NameField';
import { SelectField } from '../../components/SelectField';
import { WhenField } from '../../components/WhenField';
import { HISTORY_KINDS, type HistoryFilter, type HistoryKind, NO_HISTORY_FILTER } from '../../domain/history';
import { may } from '../../domain/permissions';
import { plainChannels } from '../../domain/shutoffs';

type Props = Readonly<{
  filter: HistoryFilter;
  /** Who is named in the entries that are shown. */
  authors: readonly string[];
  onChange: (change: Partial<HistoryFilter>) => void;
}>;

/** What the history is narrowed down to. */
export function HistoryFilters({ filter, authors, onChange }: Props) {
  const api = useApi();
  const mayView = may(useAccount(), 'permission', 'view').allowed;
  const { data: people = [] } = useQuery({ ...users(api), enabled: mayView });
  const { data: products = [] } = useQuery(ruleColumn(api, 'product'));
  const { data: channels = [] } = useQuery(ruleColumn(api, 'channel'));
  // Who may not see users still gets those who are named in what is shown.
  const persons = [...new Set([...people.map(({ name }) => name), ...authors])].sort();
  const filtered = Object.values(filter).some((value) => value !== '');

  return (
    <Box
      sx={{
        display: 'grid',
        gap: 1.5,
        gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(4, 1fr)' },
        // A date with a time needs the room of a phone.
        '& > .time': { gridColumn: { xs: '1 / -1', sm: 'auto' }, display: 'grid' },
        alignItems: 'start',
      }}
    >
      <SelectField
        label="Type"
        none="All types"
        options={Object.keys(HISTORY_KINDS)}
        name={(kind) => HISTORY_KINDS[kind as HistoryKind] ?? kind}
        value={filter.kind}
        onChange={(kind) => onChange({ kind })}
      />
      <NameField label="Person" options={persons} value={filter.by} onChange={(by) => onChange({ by })} />
      <NameField
        label="Product"
        options={products}
        value={filter.product}
        onChange={(product) => onChange({ product })}
      />
      <NameField
        label="Channel"
        options={plainChannels(channels)}
        value={filter.channel}
        onChange={(channel) => onChange({ channel })}
      />
      <NameField
        label="Name"
        options={people.map(({ name }) => name)}
        value={filter.name}
        onChange={(name) => onChange({ name })}
      />
      <div className="time">
        <WhenField
          label="Since"
          value={time(filter.from)}
          onChange={(at) => onChange({ from: at === null ? '' : String(at) })}
        />
      </div>
      <div className="time">
        <WhenField
          label="Until"
          value={time(filter.to)}
          onChange={(at) => onChange({ to: at === null ? '' : String(at) })}
        />
      </div>
      <Box sx={{ gridColumn: '1 / -1', display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        {PRESETS.map(({ label, length }) => (
          <Chip
            key={label}
            component="button"
            type="button"
            clickable
            variant="outlined"
            label={label}
            onClick={() => onChange({ from: String(Date.now() - length), to: '' })}
          />
        ))}
        {filtered && <Button onClick={() => onChange(NO_HISTORY_FILTER)}>Clear filters</Button>}
      </Box>
    </Box>
  );
}

const DAY = 86_400_000;
const PRESETS = [
  { label: 'Last 24 hours', length: DAY },
  { label: 'Last 7 days', length: 7 * DAY },
  { label: 'Last 30 days', length: 30 * DAY },
] as const;

function time(text: string): number | null {
  return /^\d+$/.test(text) ? Number(text) : null;
}
