// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import type { ReactNode } from 'react';

type Props = Readonly<{
  /** Name of the form. */
  label: string;
  /** Widths of the columns at each breakpoint, with one for the button. */
  columns: Readonly<Record<string, string>>;
  /** Name of the button. */
  action: string;
  /** Whether the button is as narrow as its name on wide screens. */
  narrowButton?: boolean;
  isComplete: boolean;
  onAsk: () => void;
  fields: ReactNode;
  /** What stands below the fields. */
  children?: ReactNode;
}>;

/** A form that asks the server something: its fields, and a button beside them. Does nothing while it is incomplete. */
export function QuestionForm({
  label,
  columns,
  action,
  narrowButton = false,
  isComplete,
  onAsk,
  fields,
  children,
}: Props) {
  return (
    <Paper
      component="form"
      aria-label={label}
      sx={{ p: 2 }}
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) {
          onAsk();
        }
      }}
    >
      <Box sx={{ display: 'grid', gap: 1.5, alignItems: 'start', gridTemplateColumns: columns }}>
        {fields}
        <Button
          type="submit"
          variant="contained"
          disabled={!isComplete}
          sx={{ height: 40, justifySelf: narrowButton ? { md: 'start' } : undefined }}
        >
          {action}
        </Button>
      </Box>
      {children}
    </Paper>
  );
}
