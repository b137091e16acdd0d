// SPDX-License-Identifier: MPL-2.0
import { useColorScheme } from '@mui/material/styles';
import { COLORS, OTHERS_COLOR } from '../../domain/traffic';

/** What separates the parts of charts. */
export const BACKGROUND = 'var(--mui-palette-background-paper)';

/** Colors of charts in the theme that is shown. */
export function useColors() {
  const { colorScheme } = useColorScheme();
  const scheme = colorScheme === 'dark' ? 'dark' : 'light';
  return { parts: COLORS[scheme], others: OTHERS_COLOR[scheme] };
}
