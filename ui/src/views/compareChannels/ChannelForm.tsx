// SPDX-License-Identifier: MPL-2.0
import Chip from '@mui/material/Chip';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ChannelQuestion } from '../../api/promotion';
import { rules } from '../../api/rules';
import { useApi } from '../../app/session';
import { NameField } from '../../components/NameField';
import { QuestionForm } from '../../components/QuestionForm';
import { PROMOTABLE, promotable, ROLLOUTS, usualPairs } from '../../domain/promotion';
import { plainChannels } from '../../domain/shutoffs';

const NONE: never[] = [];
/** More suggestions than these are no help. */
const MANY = 8;

type Props = Readonly<{ question: ChannelQuestion; onAsk: (question: ChannelQuestion) => void }>;

/** Asks for a product and two channels, and suggests those that rules are for. */
export function ChannelForm({ question, onAsk }: Props) {
  const [form, setForm] = useState(question);
  const { data: all = NONE } = useQuery(rules(useApi()));
  const products = useMemo(() => [...new Set(all.flatMap(({ product }) => product ?? []))].sort(), [all]);
  const channels = useMemo(
    () =>
      plainChannels(
        all
          .filter(({ product }) => product === null || form.product === '' || product === form.product)
          .flatMap(({ channel }) => channel ?? []),
      ),
    [all, form.product],
  );
  const pairs = useMemo(
    () =>
      usualPairs(all)
        .filter(({ product }) => !products.includes(form.product) || product === form.product)
        .slice(0, MANY),
    [all, products, form.product],
  );
  const asked = {
    ...form,
    product: form.product.trim(),
    from: form.from.trim(),
    to: form.to.trim(),
  };
  const rates = ROLLOUTS.some((rate) => rate === form.rollout)
    ? ROLLOUTS
    : [...ROLLOUTS, form.rollout].filter(Boolean);
  const isSame = asked.from !== '' && asked.from === asked.to;
  const isComplete = asked.product !== '' && asked.from !== '' && asked.to !== '' && !isSame;

  function put(change: Partial<ChannelQuestion>) {
    setForm((old) => ({ ...old, ...change }));
  }

  return (
    <QuestionForm
      label="Choose channels"
      columns={{ xs: '1fr', sm: '1fr 1fr', md: '1fr 1fr 1fr' }}
      action="Compare"
      narrowButton
      isComplete={isComplete}
      onAsk={() => onAsk(asked)}
      fields={
        <>
          <NameField
            label="Product"
            options={products}
            value={form.product}
            onChange={(product) => put({ product })}
          />
          <NameField
            label="From (test channel)"
            options={channels}
            value={form.from}
            onChange={(from) => put({ from })}
          />
          <NameField
            label="To (live channel)"
            options={channels}
            value={form.to}
            onChange={(to) => put({ to })}
            problem={isSame ? 'This is the same channel.' : null}
          />
          <TextField
            select
            label="Promote"
            value={form.settings}
            onChange={(event) => put({ settings: promotable(event.target.value), rollout: '' })}
          >
            {Object.entries(PROMOTABLE).map(([value, label]) => (
              <MenuItem key={value} value={value}>
                {label}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            select
            label="Background rate"
            value={form.rollout}
            disabled={form.settings !== 'mapping'}
            onChange={(event) => put({ rollout: event.target.value })}
            slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
          >
            <MenuItem value="">Unchanged</MenuItem>
            {rates.map((rate) => (
              <MenuItem key={rate} value={rate}>
                {rate} %, to begin a rollout
              </MenuItem>
            ))}
          </TextField>
        </>
      }
    >
      {pairs.length > 0 && (
        <Stack
          component="ul"
          aria-label="Usual pairs"
          direction="row"
          sx={{ gap: 1, mt: 1.5, mb: 0, p: 0, flexWrap: 'wrap', listStyle: 'none' }}
        >
          {pairs.map((pair) => (
            <li key={`${pair.product} ${pair.from}`}>
              <Chip
                size="small"
                variant="outlined"
                label={`${pair.product} ${pair.from} → ${pair.to}`}
                onClick={() => onAsk({ ...form, ...pair })}
              />
            </li>
          ))}
        </Stack>
      )}
    </QuestionForm>
  );
}
