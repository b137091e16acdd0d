// SPDX-License-Identifier: MPL-2.0
import LockIcon from '@mui/icons-material/LockOutlined';
import Box from '@mui/material/Box';
import { memo, type ReactNode } from 'react';
import { Link } from 'react-router';
import { ChangeCard } from '../../components/ChangeCard';
import type { ReleaseEntry, RuleReference } from '../../domain/releases';
import { missing } from '../../domain/signoffs';
import { releasePath, STORED } from './words';

/** So many rules are shown for each release; its own view has the others. */
const FEW = 2;

/** The frame of all rows. Their looks are declared once here, since there are many, and they have to be drawn fast. */
export function ReleaseRows({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <Box
      sx={{
        border: 1,
        borderColor: 'divider',
        borderRadius: 2,
        bgcolor: 'background.paper',
        overflow: 'hidden',
        fontSize: 14,
        '& .row': { borderTop: 1, borderColor: 'divider', px: 2, py: 1, minHeight: 56 },
        '& [data-index="0"] .row': { borderTop: 0 },
        '& .row:hover, & .row:focus-within': { bgcolor: 'action.hover' },
        '& .cells': {
          display: 'grid',
          alignItems: 'baseline',
          columnGap: 2,
          rowGap: 0.25,
          gridTemplateColumns: {
            xs: '1fr',
            md: 'minmax(0, 6fr) minmax(0, 2fr) minmax(0, 4fr) minmax(0, 3fr)',
          },
        },
        '& .cells > div': { minWidth: 0, overflowWrap: 'anywhere' },
        '& .head': {
          display: { xs: 'none', md: 'grid' },
          px: 2,
          py: 1,
          borderBottom: 1,
          borderColor: 'divider',
          bgcolor: 'background.default',
          color: 'text.secondary',
          fontWeight: 600,
          fontSize: 13,
        },
        '& a': { color: 'primary.main', textDecoration: 'none' },
        '& a:hover': { textDecoration: 'underline' },
        '& a.name': { fontWeight: 580, fontSize: 15 },
        '& .quiet': { color: 'text.secondary' },
        '& .small': { fontSize: 13 },
        '& .readOnly': {
          display: 'inline-flex',
          gap: 0.5,
          alignItems: 'center',
          color: 'text.secondary',
          ml: 1,
          fontSize: 13,
          '& svg': { fontSize: 15 },
        },
        '& .narrow': { display: { md: 'none' } },
        '& .wide': { display: { xs: 'none', md: 'block' } },
      }}
    >
      <div className="cells head" aria-hidden>
        <div>Name</div>
        <div>Stored</div>
        <div>Rules that map here</div>
        <div>Required signoffs</div>
      </div>
      {children}
    </Box>
  );
}

/** A release in the list. */
export const ReleaseRow = memo(function ReleaseRow({ release }: Readonly<{ release: ReleaseEntry }>) {
  const { name, product, dataVersion, storage, rules, readOnly, required, change } = release;
  const signoffs = missing(required, {});
  return (
    <div className="row">
      <div className="cells">
        <div>
          <Link className="name" to={releasePath(name)}>
            {name}
          </Link>
          {readOnly && (
            <span className="readOnly">
              <LockIcon aria-hidden /> read-only
            </span>
          )}
          <div className="quiet small">
            {product ?? 'No product'} ·{' '}
            {dataVersion === null ? 'not added yet' : `data version ${dataVersion}`}
            <span className="narrow"> · stored {STORED[storage].short.toLowerCase()}</span>
          </div>
        </div>
        <div className="quiet wide">{STORED[storage].short}</div>
        <div>
          {rules.length === 0 ? (
            <span className="quiet">No rule maps here</span>
          ) : (
            rules.slice(0, FEW).map((rule) => (
              <div key={rule.id}>
                <RuleLink rule={rule} />
              </div>
            ))
          )}
          {rules.length > FEW && (
            <Link className="small" to={releasePath(name)}>
              and {rules.length - FEW} more
            </Link>
          )}
        </div>
        <div className={signoffs === '' ? 'quiet wide' : 'quiet'}>
          {signoffs === '' ? (
            'None'
          ) : (
            <>
              <span className="narrow">Required signoffs </span>
              {signoffs}
            </>
          )}
        </div>
      </div>
      {change !== null && (
        <Box sx={{ my: 1 }}>
          <ChangeCard change={change} />
        </Box>
      )}
    </div>
  );
});

/** Opens a rule, and says what it is for. */
export function RuleLink({ rule }: Readonly<{ rule: RuleReference }>) {
  return (
    <Link to={`/rules/${rule.id}`}>
      Rule {rule.id}
      <span style={{ color: 'var(--mui-palette-text-secondary)' }}>
        {' '}
        · {rule.product ?? 'all products'} {rule.channel ?? 'all channels'}
      </span>
    </Link>
  );
}
