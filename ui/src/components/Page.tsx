// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { type ReactNode, useEffect, useRef } from 'react';
import { useConfig } from '../app/session';

type Props = Readonly<{
  /** What this view is about; shown above it and in the browser’s tab. */
  title: string;
  /** One line below the title. */
  subtitle?: ReactNode;
  /** Buttons, at the right of the title. */
  actions?: ReactNode;
  /** Whether the content takes all the width, as lists do. */
  wide?: boolean;
  children: ReactNode;
}>;

let isFirst = true;

function isInMain(element: Element | null): boolean {
  return element?.closest('main, [role="dialog"]') != null;
}

/** A view: its title, what can be done, and its content. */
export function Page({ title, subtitle, actions, wide = false, children }: Props) {
  const { environment } = useConfig();
  const heading = useRef<HTMLHeadingElement>(null);
  // A new view is read out, and the keyboard goes on from its top, unless something in it has the focus already.
  useEffect(() => {
    if (!isFirst && (document.activeElement === document.body || !isInMain(document.activeElement))) {
      heading.current?.focus({ preventScroll: true });
    }
    isFirst = false;
  }, []);
  return (
    <Box sx={{ maxWidth: wide ? 1440 : 1120, mx: 'auto', px: { xs: 2, md: 4 }, py: { xs: 2, md: 3 } }}>
      <title>{`${title} · Balrog ${environment}`}</title>
      <Stack
        direction="row"
        sx={{ mb: 2.5, gap: 2, alignItems: 'flex-start', justifyContent: 'space-between', flexWrap: 'wrap' }}
      >
        {/* A long subtitle wraps rather than the buttons beside it. */}
        <Box sx={{ minWidth: 0, flex: '1 1 300px' }}>
          <Typography
            variant="h1"
            ref={heading}
            tabIndex={-1}
            sx={{ overflowWrap: 'anywhere', outline: 'none !important' }}
          >
            {title}
          </Typography>
          {subtitle !== undefined && (
            <Typography component="div" sx={{ mt: 0.5, color: 'text.secondary' }}>
              {subtitle}
            </Typography>
          )}
        </Box>
        <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
          {actions}
        </Stack>
      </Stack>
      {children}
    </Box>
  );
}
