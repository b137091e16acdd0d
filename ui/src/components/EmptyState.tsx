// SPDX-License-Identifier: MPL-2.0
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';

type Props = Readonly<{ title: string; action?: ReactNode; children?: ReactNode }>;

/** What is shown where there is nothing: what that means, and what can be done. */
export function EmptyState({ title, action, children }: Props) {
  return (
    <Paper sx={{ px: 3, py: 6, textAlign: 'center', borderStyle: 'dashed' }}>
      <Typography variant="h2">{title}</Typography>
      {children !== undefined && (
        <Typography sx={{ mt: 1, mx: 'auto', maxWidth: 520, color: 'text.secondary' }}>{children}</Typography>
      )}
      {action !== undefined && <div style={{ marginTop: 20 }}>{action}</div>}
    </Paper>
  );
}
