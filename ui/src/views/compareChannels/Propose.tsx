// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Paper from '@mui/material/Paper';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useProposeChangeSet } from '../../api/changeSets';
import { explain } from '../../api/problem';
import type { ChannelComparison, ChannelQuestion } from '../../api/promotion';
import { useAccount } from '../../app/session';
import { GatedButton } from '../../components/GatedButton';
import { may } from '../../domain/permissions';
import { proposalText } from '../../domain/promotion';

type Props = Readonly<{ changes: ChannelComparison['changes']; question: ChannelQuestion }>;

/** Proposes the changes as a change set, and shows that. */
export function Propose({ changes, question }: Props) {
  const navigate = useNavigate();
  const [description, setDescription] = useState(proposalText(question));
  const propose = useProposeChangeSet();
  return (
    <Paper
      component="form"
      aria-label="Propose it"
      sx={{ p: 2 }}
      onSubmit={(event) => {
        event.preventDefault();
        propose.mutate(
          { description: description.trim(), changes },
          { onSuccess: ({ set_id: id }) => navigate(`/change-sets/${id}`) },
        );
      }}
    >
      <Stack
        direction={{ xs: 'column', sm: 'row' }}
        sx={{ gap: 1.5, alignItems: { xs: 'stretch', sm: 'flex-start' } }}
      >
        <TextField
          label="Description"
          value={description}
          onChange={(event) => setDescription(event.target.value)}
          sx={{ flex: 1 }}
          slotProps={{ htmlInput: { maxLength: 4000 } }}
        />
        <GatedButton
          type="submit"
          verdict={may(useAccount(), 'rule', 'modify', question.product)}
          variant="contained"
          loading={propose.isPending}
          sx={{ minHeight: 40 }}
        >
          Propose as a change set
        </GatedButton>
      </Stack>
      <Typography variant="body2" sx={{ mt: 1, color: 'text.secondary' }}>
        It is signed off and applied as one, on its page.
      </Typography>
      {propose.error !== null && (
        <Alert severity="error" sx={{ mt: 1.5 }}>
          {explain(propose.error)}
        </Alert>
      )}
    </Paper>
  );
}
