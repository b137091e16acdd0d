// SPDX-License-Identifier: MPL-2.0
import LockIcon from '@mui/icons-material/LockOutlined';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { type ReactNode, useState } from 'react';
import type { ReleaseEntry } from '../../domain/releases';
import { missing } from '../../domain/signoffs';
import { RuleLink } from './ReleaseRow';
import { STORED } from './words';

const LINK = {
  color: 'primary.main',
  textDecoration: 'none',
  '&:hover': { textDecoration: 'underline' },
};

/** So many rules are shown before somebody asks for the others. */
const SOME = 8;

/** What there is to know of a release beside its data. */
export function ReleaseFacts({ entry }: Readonly<{ entry: ReleaseEntry }>) {
  const { product, storage, dataVersion, readOnly, required } = entry;
  const signoffs = missing(required, {});
  return (
    <Paper
      component="dl"
      sx={{
        m: 0,
        p: 2,
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', sm: 'repeat(2, 1fr)', lg: '1fr 1.4fr 1.6fr 1.2fr' },
        gap: 2,
        '& dt': { color: 'text.secondary', fontSize: 13, fontWeight: 560 },
        '& dd': { m: 0, mt: 0.25 },
      }}
    >
      <Fact name="Product">
        {product ?? 'None'}
        {readOnly && (
          <Chip icon={<LockIcon />} label="read-only" variant="outlined" color="warning" sx={{ ml: 1 }} />
        )}
      </Fact>
      <Fact name="Stored">
        {STORED[storage].short}
        {dataVersion === null ? ', not added yet' : `, data version ${dataVersion}`}
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {STORED[storage].long}
        </Typography>
      </Fact>
      <Fact name="Rules that map here">
        <Rules entry={entry} />
      </Fact>
      <Fact name="Required signoffs">
        {signoffs === '' ? 'None' : signoffs}
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {signoffs === ''
            ? 'No rule of a protected channel maps here.'
            : 'Because clients of protected channels get it.'}
        </Typography>
      </Fact>
    </Paper>
  );
}

function Fact({ name, children }: Readonly<{ name: string; children: ReactNode }>) {
  return (
    <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </Box>
  );
}

function Rules({ entry }: Readonly<{ entry: ReleaseEntry }>) {
  const [all, setAll] = useState(false);
  const { rules } = entry;
  if (rules.length === 0) {
    return (
      <>
        None
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          No client gets it, unless it is pinned or part of another release.
        </Typography>
      </>
    );
  }
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', '& a': LINK }}>
      {(all ? rules : rules.slice(0, SOME)).map((rule) => (
        <li key={rule.id}>
          <RuleLink rule={rule} />
        </li>
      ))}
      {!all && rules.length > SOME && (
        <li>
          <button
            type="button"
            onClick={() => setAll(true)}
            style={{ all: 'unset', cursor: 'pointer', textDecoration: 'underline' }}
          >
            and {rules.length - SOME} more
          </button>
        </li>
      )}
    </Box>
  );
}
