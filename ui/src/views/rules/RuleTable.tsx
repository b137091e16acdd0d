// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { memo, useDeferredValue, useMemo } from 'react';
import { useAccount } from '../../app/session';
import { useFilterInAddress } from '../../app/useFilterInAddress';
import { download } from '../../components/download';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { VirtualList } from '../../components/VirtualList';
import { ruleCsv } from '../../domain/ruleCsv';
import {
  filterRules,
  NO_RULE_FILTER,
  type RuleEntry,
  type RuleIndex,
  readRuleFilter,
  writeRuleFilter,
} from '../../domain/rules';
import { RuleFilters } from './RuleFilters';
import { RuleRow, RuleRows } from './RuleRow';

type Props = Readonly<{
  index: RuleIndex;
  isPending: boolean;
  error: Error | null;
  retry: () => void;
  /** Whether these are rules of the past, which can’t be changed. */
  past?: boolean;
}>;

/** Rules by priority, and what narrows them down. */
export function RuleTable({ index, isPending, error, retry, past = false }: Props) {
  const account = useAccount();
  const [filter, setFilter] = useFilterInAddress(readRuleFilter, writeRuleFilter);
  // What is typed is painted first; the list follows.
  const shown = useDeferredValue(filter);
  const found = useMemo(() => filterRules(index, shown, account), [index, shown, account]);
  const total = index.entries.length;

  return (
    <Stack sx={{ gap: 1.5 }}>
      <RuleFilters
        filter={filter}
        products={index.products}
        channels={index.channels}
        scheduled={!past}
        onChange={setFilter}
      />
      {error !== null && <ErrorState title="Not all rules could be loaded" error={error} onRetry={retry} />}
      {isPending ? (
        error === null && <Loading label="Loading rules" rows={10} />
      ) : error !== null && total === 0 ? null : (
        <>
          <Stack direction="row" sx={{ alignItems: 'center', justifyContent: 'space-between', gap: 1 }}>
            <Typography variant="body2" role="status" sx={{ color: 'text.secondary' }}>
              {found.length === total
                ? `${total.toLocaleString('en')} rules`
                : `${found.length.toLocaleString('en')} of ${total.toLocaleString('en')} rules`}
            </Typography>
            <Button
              size="small"
              disabled={found.every(({ rule }) => rule === null)}
              onClick={() => save(found)}
            >
              Download CSV
            </Button>
          </Stack>
          {found.length > 0 ? (
            <Rows entries={found} past={past} />
          ) : total > 0 ? (
            <EmptyState
              title="No matching rules"
              action={<Button onClick={() => setFilter(NO_RULE_FILTER)}>Clear filters</Button>}
            >
              Each word has to be in the rule, in any order. field:value searches one field, such as
              locale:de.
            </EmptyState>
          ) : past ? (
            <EmptyState title="There were no rules at that time" />
          ) : (
            <EmptyState title="There are no rules yet">
              Without a rule no client is offered an update.
            </EmptyState>
          )}
        </>
      )}
    </Stack>
  );
}

/** Saves the rules that are shown; those that are only scheduled to be are left out. */
function save(entries: readonly RuleEntry[]): void {
  const rules = entries.flatMap(({ rule }) => rule ?? []);
  download('rules.csv', 'text/csv;charset=utf-8', ruleCsv(rules));
}

type RowsProps = Readonly<{ entries: readonly RuleEntry[]; past: boolean }>;

const Rows = memo(function Rows({ entries, past }: RowsProps) {
  return (
    <RuleRows>
      <VirtualList label="Rules" items={entries} keyOf={({ key }) => key} estimate={68}>
        {(entry) => <RuleRow entry={entry} past={past} />}
      </VirtualList>
    </RuleRows>
  );
});
