// SPDX-License-Identifier: MPL-2.0
import { Fragment } from 'react';
import { Link } from 'react-router';
import type { RuleRow } from '../../domain/ruleFields';
import { ruleSentence } from '../../domain/ruleSentence';

/** What a rule does, with links to the releases that it leads to. */
export function RuleSentence({ rule }: Readonly<{ rule: RuleRow }>) {
  return ruleSentence(rule).map(({ kind, text }, i) => {
    const key = `${i}-${text}`;
    switch (kind) {
      case 'words':
        return <Fragment key={key}>{text}</Fragment>;
      case 'who':
      case 'rate':
        return <strong key={key}>{text}</strong>;
      case 'release':
        return (
          <Link key={key} to={`/releases/${encodeURIComponent(text)}`} className="release">
            {text}
          </Link>
        );
    }
    return kind satisfies never;
  });
}
