// SPDX-License-Identifier: MPL-2.0
import { Fragment } from 'react';
import { Link } from 'react-router';
import type { RuleRow } from '../../domain/ruleFields';
import { ruleSentence } from '../../domain/ruleSentence';

type Props = Readonly<{
  rule: RuleRow;
  /** Whether releases are not linked, as in forms, where to follow a link would lose what was typed. */
  plain?: boolean;
}>;

/** What a rule does, with links to the releases that it maps to. */
export function RuleSentence({ rule, plain = false }: Props) {
  return ruleSentence(rule).map(({ kind, text }, i) => {
    const key = `${i}-${text}`;
    switch (kind) {
      case 'words':
        return <Fragment key={key}>{text}</Fragment>;
      case 'who':
      case 'rate':
        return <strong key={key}>{text}</strong>;
      case 'release':
        return plain ? (
          <strong key={key}>{text}</strong>
        ) : (
          <Link
            key={key}
            to={`/releases/${encodeURIComponent(text)}`}
            className="release"
            style={{ color: 'var(--mui-palette-primary-main)' }}
          >
            {text}
          </Link>
        );
    }
    return kind satisfies never;
  });
}
