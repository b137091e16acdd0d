// SPDX-License-Identifier: MPL-2.0
import Autocomplete from '@mui/material/Autocomplete';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useRelease } from '../../api/release';
import { useReleaseIndex } from '../../api/releaseIndex';
import { useAccount } from '../../app/session';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { may } from '../../domain/permissions';
import { nameIn } from '../../domain/releaseMistakes';
import type { ReleaseIndex, Storage } from '../../domain/releases';
import { type About, ReleaseEditor } from './ReleaseEditor';
import { NOTHING_YET } from './subject';
import { pretty, STORED } from './words';

const EMPTY = pretty({
  name: '',
  schema_version: 9,
  hashFunction: 'sha512',
  appVersion: '',
  displayVersion: '',
});

/** Adds a release, perhaps after the example of another one. */
export function NewRelease() {
  const [query] = useSearchParams();
  const template = query.get('from');
  return (
    <Page title="New release" subtitle="Clients get it when a rule maps to it." wide>
      {template === null ? <Form initial={EMPTY} /> : <FromTemplate name={template} />}
    </Page>
  );
}

function FromTemplate({ name }: Readonly<{ name: string }>) {
  const { content } = useRelease(name);
  return content === undefined ? (
    <Loading label="Loading the template" />
  ) : (
    <Form initial={content === null ? EMPTY : pretty(content.data)} />
  );
}

function Form({ initial }: Readonly<{ initial: string }>) {
  const account = useAccount();
  const { index } = useReleaseIndex();
  const [typed, setTyped] = useState<string | null>(null);
  const [storage, setStorage] = useState<Storage>('split');

  function about(text: string): About {
    const name = nameIn(text);
    const product = typed ?? productOf(name, index);
    return { product: product.trim(), obstacle: obstacle(name, product.trim()), fields: fields(product) };
  }

  function obstacle(name: string | null, product: string): string | null {
    if (name === null) {
      return 'The data has to say the name.';
    }
    if (product === '') {
      return 'A product is missing.';
    }
    const verdict = may(account, 'release', 'create', product);
    if (!verdict.allowed) {
      return verdict.reason;
    }
    return index.entries.some((release) => release.name === name)
      ? 'There is a release of this name already.'
      : null;
  }

  function fields(product: string) {
    return (
      <Stack direction="row" sx={{ gap: 3, flexWrap: 'wrap', alignItems: 'flex-start' }}>
        <Autocomplete
          freeSolo
          options={[...index.products]}
          inputValue={product}
          onInputChange={(_, value, reason) => reason !== 'reset' && setTyped(value)}
          onChange={(_, value) => value !== null && setTyped(value)}
          sx={{ width: 240, mt: 1 }}
          renderInput={(params) => <TextField {...params} label="Product" required />}
        />
        <StorageChoice value={storage} onChange={setStorage} />
      </Stack>
    );
  }

  return (
    <ReleaseEditor
      name={null}
      storage={storage}
      subject={NOTHING_YET}
      initial={initial}
      required={{}}
      about={about}
    />
  );
}

type StorageProps = Readonly<{ value: Storage; onChange: (storage: Storage) => void }>;

function StorageChoice({ value, onChange }: StorageProps) {
  return (
    <FormControl>
      <FormLabel id="stored">Stored</FormLabel>
      <RadioGroup
        aria-labelledby="stored"
        value={value}
        onChange={(event) => onChange(event.target.value as Storage)}
      >
        {(['split', 'whole'] as const).map((kind) => (
          <FormControlLabel
            key={kind}
            value={kind}
            control={<Radio size="small" />}
            label={
              <Typography variant="body2">
                <strong>{STORED[kind].short}.</strong> {STORED[kind].long}
              </Typography>
            }
          />
        ))}
      </RadioGroup>
    </FormControl>
  );
}

/** Releases are called by their products. */
function productOf(name: string | null, index: ReleaseIndex): string {
  return index.products.find((product) => name?.startsWith(`${product}-`)) ?? '';
}
