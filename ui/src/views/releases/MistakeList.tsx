// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import type { TextMistake } from '../../domain/releaseMistakes';

type Props = Readonly<{ mistakes: readonly TextMistake[]; onGoTo: (mistake: TextMistake) => void }>;

/** What is wrong with a release, with ways to the lines. */
export function MistakeList({ mistakes, onGoTo }: Props) {
  const title = mistakes.length === 1 ? '1 error' : `${mistakes.length} errors`;
  return (
    <Alert severity="error" variant="outlined">
      <AlertTitle>{title}</AlertTitle>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', maxHeight: 180, overflow: 'auto' }}>
        {mistakes.map((mistake) => (
          <li key={`${mistake.from} ${mistake.message}`}>
            <Link component="button" type="button" onClick={() => onGoTo(mistake)} sx={{ fontSize: 14 }}>
              Line {mistake.line}
            </Link>
            {': '}
            {mistake.message}
          </li>
        ))}
      </Box>
    </Alert>
  );
}
