// SPDX-License-Identifier: MPL-2.0
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ruleColumn } from '../../api/columns';
import type { PathQuestion } from '../../api/updatePath';
import { useApi } from '../../app/session';
import { NameField } from '../../components/NameField';
import { QuestionForm } from '../../components/QuestionForm';
import { plainChannels } from '../../domain/shutoffs';
import { targetText } from '../../domain/updatePath';
import { SYSTEMS } from '../../domain/updateUrl';

const NONE: readonly string[] = [];
const PLAIN = {
  htmlInput: { spellCheck: false, autoCapitalize: 'none' },
  inputLabel: { shrink: true },
};

type Props = Readonly<{ question: PathQuestion; onAsk: (question: PathQuestion) => void }>;

/** Asks for a product and channel, and for some of its clients only. */
export function PathForm({ question, onAsk }: Props) {
  const api = useApi();
  const [form, setForm] = useState(question);
  const { data: products = NONE } = useQuery(ruleColumn(api, 'product'));
  const { data: channels = NONE } = useQuery(ruleColumn(api, 'channel'));
  const targets = [
    ...new Set([
      ...SYSTEMS.map(({ buildTarget }) => buildTarget),
      ...(form.buildTarget === '' ? [] : [form.buildTarget]),
    ]),
  ];
  const isComplete = form.product.trim() !== '' && form.channel.trim() !== '';

  function put(change: Partial<PathQuestion>) {
    setForm((old) => ({ ...old, ...change }));
  }

  return (
    <QuestionForm
      label="Choose clients"
      columns={{ xs: '1fr 1fr', md: '1fr 1fr 1.2fr 0.8fr 1.2fr auto' }}
      action="Show"
      isComplete={isComplete}
      onAsk={() =>
        onAsk({
          product: form.product.trim(),
          channel: form.channel.trim(),
          buildTarget: form.buildTarget,
          locale: form.locale.trim(),
          osVersion: form.osVersion.trim(),
        })
      }
      fields={
        <>
          <NameField
            label="Product"
            options={products}
            value={form.product}
            onChange={(product) => put({ product })}
          />
          <NameField
            label="Channel"
            options={plainChannels(channels)}
            value={form.channel}
            onChange={(channel) => put({ channel })}
          />
          <TextField
            select
            label="Platform"
            value={form.buildTarget}
            onChange={(event) => put({ buildTarget: event.target.value })}
            slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
          >
            <MenuItem value="">All</MenuItem>
            {targets.map((buildTarget) => (
              <MenuItem key={buildTarget} value={buildTarget}>
                {SYSTEMS.find((system) => system.buildTarget === buildTarget)?.label ??
                  `${targetText(buildTarget)} (${buildTarget})`}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            label="Locale"
            placeholder="All"
            value={form.locale}
            onChange={(event) => put({ locale: event.target.value })}
            slotProps={PLAIN}
          />
          <TextField
            label="Operating system"
            placeholder="All"
            value={form.osVersion}
            onChange={(event) => put({ osVersion: event.target.value })}
            slotProps={PLAIN}
          />
        </>
      }
    />
  );
}
