// SPDX-License-Identifier: MPL-2.0
import Chip from '@mui/material/Chip';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ruleColumn } from '../../api/columns';
import { releaseNames } from '../../api/releaseNames';
import { rules } from '../../api/rules';
import { useApi } from '../../app/session';
import { NameField } from '../../components/NameField';
import { QuestionForm } from '../../components/QuestionForm';
import { plainChannel } from '../../domain/board';
import { plainChannels } from '../../domain/shutoffs';
import { type Client, SYSTEMS, suggested, updateUrl, versionsOf } from '../../domain/updateUrl';

const NONE: readonly string[] = [];
const SHOWN_EXAMPLES = 6;

type Props = Readonly<{
  /** What the form begins with. */
  client: Client;
  onAsk: (client: Client) => void;
}>;

/** Describes a client, and builds its update URL: product, channel, version, operating system, locale. */
export function ClientForm({ client, onAsk }: Props) {
  const api = useApi();
  const [form, setForm] = useState(client);
  const { data: products = NONE } = useQuery(ruleColumn(api, 'product'));
  const { data: channels = NONE } = useQuery(ruleColumn(api, 'channel'));
  const { data: names = NONE } = useQuery(releaseNames(api));
  const { data: all } = useQuery(rules(api));
  const versions = useMemo(
    () => versionsOf(names, form.product, form.channel),
    [names, form.product, form.channel],
  );
  const examples = useMemo(() => {
    const places = (all ?? []).flatMap(({ product, channel }) =>
      product && channel ? [`${product} ${plainChannel(channel)}`] : [],
    );
    return [...new Set(places)].slice(0, SHOWN_EXAMPLES);
  }, [all]);
  const version = form.version.trim() || suggested(versions);
  const complete = form.product.trim() !== '' && form.channel.trim() !== '' && version !== '';

  function put(change: Partial<Client>) {
    setForm((old) => ({ ...old, ...change }));
  }

  return (
    <QuestionForm
      label="Describe a client"
      columns={{ xs: '1fr 1fr', md: '1fr 1fr 1fr 1.2fr 0.8fr auto' }}
      action="Explain"
      isComplete={complete}
      onAsk={() => onAsk({ ...form, product: form.product.trim(), channel: form.channel.trim(), version })}
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
          <NameField
            label="Version"
            options={versions}
            value={form.version}
            helper={form.version === '' && version !== '' ? `${version} if left empty` : undefined}
            onChange={(typed) => put({ version: typed })}
          />
          <TextField
            select
            label="Operating system"
            value={form.system}
            onChange={(event) => put({ system: event.target.value })}
          >
            {SYSTEMS.map(({ name, label }) => (
              <MenuItem key={name} value={name}>
                {label}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            label="Locale"
            value={form.locale}
            onChange={(event) => put({ locale: event.target.value })}
            slotProps={{ htmlInput: { spellCheck: false, autoCapitalize: 'none' } }}
          />
        </>
      }
    >
      {complete && (
        <Typography
          variant="body2"
          component="code"
          sx={{ display: 'block', mt: 1.5, color: 'text.secondary', overflowWrap: 'anywhere' }}
        >
          {updateUrl({ ...form, version })}
        </Typography>
      )}
      {!complete && examples.length > 0 && (
        <Stack direction="row" sx={{ mt: 1.5, gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            Examples:
          </Typography>
          {examples.map((example) => (
            <Chip
              key={example}
              label={example}
              component="button"
              type="button"
              clickable
              variant="outlined"
              onClick={() => {
                const [product = '', channel = ''] = example.split(' ');
                put({ product, channel });
              }}
            />
          ))}
        </Stack>
      )}
    </QuestionForm>
  );
}
