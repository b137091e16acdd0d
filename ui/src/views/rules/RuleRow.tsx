// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import { memo, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { RuleEntry } from '../../domain/rules';
import { RuleChangeCard } from './RuleChangeCard';
import { RuleSentence } from './RuleSentence';

/** The frame of all rows. Their looks are declared once here, since there are many, and they have to be drawn fast. */
export function RuleRows({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <Box
      sx={{
        border: 1,
        borderColor: 'divider',
        borderRadius: 2,
        bgcolor: 'background.paper',
        overflow: 'hidden',
        fontSize: 14,
        '& .row': { borderTop: 1, borderColor: 'divider', px: 2, py: 1.25 },
        '& [data-index="0"] .row': { borderTop: 0 },
        '& .row:hover, & .row:focus-within': { bgcolor: 'action.hover' },
        '& .coming': { borderLeft: 4, borderLeftColor: 'success.main', pl: 1.5 },
        '& .going': { borderLeft: 4, borderLeftColor: 'error.main', pl: 1.5 },
        '& .cells': {
          display: 'grid',
          columnGap: 2,
          rowGap: 0.5,
          alignItems: 'baseline',
          gridTemplateColumns: { xs: '1fr', md: '56px minmax(0, 1fr) max-content' },
        },
        '& .priority': {
          fontVariantNumeric: 'tabular-nums',
          fontWeight: 620,
          textAlign: { md: 'right' },
          color: 'text.secondary',
        },
        '& .priority span': { display: { md: 'none' }, fontWeight: 400 },
        '& .sentence': { fontSize: 15, lineHeight: 1.5, overflowWrap: 'anywhere' },
        '& .sentence strong': { fontWeight: 620 },
        '& .going .sentence': { textDecoration: 'line-through', color: 'text.secondary' },
        '& a': { color: 'primary.main', textDecoration: 'none' },
        '& a:hover': { textDecoration: 'underline' },
        '& a.release': { fontWeight: 580 },
        '& .about': { mt: 0.25, color: 'text.secondary', fontSize: 13, overflowWrap: 'anywhere' },
        '& .about a': {
          textDecoration: 'underline',
          textDecorationThickness: '1px',
          textUnderlineOffset: '2px',
        },
        '& .about > * + *::before': { content: '"·"', mx: 0.75, color: 'text.secondary' },
        '& .actions': { display: 'flex', gap: 2, fontSize: 13 },
        '& .change': { mt: 1, ml: { md: '72px' } },
      }}
    >
      {children}
    </Box>
  );
}

type Props = Readonly<{
  entry: RuleEntry;
  /** Whether it is of the past, and can’t be changed. */
  past?: boolean;
}>;

/** A rule in the list, with what is scheduled for it. */
export const RuleRow = memo(function RuleRow({ entry, past = false }: Props) {
  const { rule, row, change } = entry;
  const fate = rule === null ? ' coming' : change?.changeType === 'delete' ? ' going' : '';
  const name = rule === null ? 'New rule' : `Rule ${rule.rule_id}`;
  return (
    <div className={`row${fate}`}>
      <div className="cells">
        <div className="priority">
          <span>Priority </span>
          {row.priority ?? '–'}
        </div>
        <div>
          <div className="sentence">
            <RuleSentence rule={row} />
          </div>
          <div className="about">
            {rule === null ? (
              <span>{name} (missing)</span>
            ) : past ? (
              <span>{name}</span>
            ) : (
              <Link to={`/rules/${rule.rule_id}`}>{name}</Link>
            )}
            {row.alias && <span>{row.alias}</span>}
            {row.update_type && <span>{row.update_type}</span>}
            <span>background rate {row.backgroundRate ?? 0} %</span>
            {row.comment && <span>{row.comment}</span>}
          </div>
        </div>
        {rule !== null && !past && (
          <div className="actions">
            <Link to={`/rules/${rule.rule_id}/edit`} aria-label={`Edit ${name}`}>
              Edit
            </Link>
            <Link to={`/rules/${rule.rule_id}/duplicate`} aria-label={`Duplicate ${name}`}>
              Duplicate
            </Link>
          </div>
        )}
      </div>
      {change !== null && (
        <div className="change">
          <RuleChangeCard change={change} before={rule} brief />
        </div>
      )}
    </div>
  );
});
