// SPDX-License-Identifier: MPL-2.0
import Link from '@mui/material/Link';
import { Link as RouterLink } from 'react-router';
import type { RuleRow } from '../../domain/ruleFields';
import { ruleSentence } from '../../domain/ruleSentence';

/** What a rule does, as a sentence. */
export function Sentence({ rule }: Readonly<{ rule: RuleRow }>) {
  return ruleSentence(rule).map(({ kind, text }, index) => {
    const key = `${index}-${text}`;
    switch (kind) {
      case 'who':
        return <strong key={key}>{text}</strong>;
      case 'release':
        return (
          <Link key={key} component={RouterLink} to={`/releases/${encodeURIComponent(text)}`}>
            {text}
          </Link>
        );
      default:
        return <span key={key}>{text}</span>;
    }
  });
}
