// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link as RouterLink, useNavigate } from 'react-router';
import { useChangesOf } from '../../api/scheduledChanges';
import { users } from '../../api/users';
import { useAddressState } from '../../app/addressState';
import { useApi } from '../../app/session';
import { Page } from '../../components/Page';
import { textProblem } from '../../domain/text';
import { PermissionForm } from './PermissionForm';

const NOTHING = { name: '' };

/** Adds a user with their first permission. */
export function NewUser() {
  const navigate = useNavigate();
  const [{ name: written }, put] = useAddressState(NOTHING);
  const { data: all } = useQuery(users(useApi()));
  const { data: changes = [] } = useChangesOf('permission');
  const name = written.trim();
  const problem = textProblem(name, 100);
  // The name that is being saved stays unknown here: the list has it before the page is left.
  const [saving, setSaving] = useState<string | null>(null);
  const known = name !== saving && (all?.some((user) => user.name === name) ?? false);
  const page = `/users/${encodeURIComponent(name)}`;

  return (
    <Page title="New user" subtitle="A user exists from their first permission on">
      <Stack sx={{ gap: 2, maxWidth: 680 }}>
        <TextField
          label="Name"
          type="email"
          required
          autoFocus
          value={written}
          error={problem !== null}
          helperText={problem ?? 'As the identity provider names them, usually the email address'}
          onChange={(event) => put({ name: event.target.value })}
          slotProps={{ htmlInput: { autoCapitalize: 'none', spellCheck: false } }}
        />
        {known ? (
          <Alert severity="info">
            {name} is a user already.{' '}
            <Link component={RouterLink} to={page} color="inherit" underline="always">
              Show
            </Link>
          </Alert>
        ) : (
          <PermissionForm
            username={problem === null ? name : ''}
            permission={null}
            held={[]}
            scheduled={changes.filter(({ row }) => row.username === name)}
            back="/users"
            onSubmit={() => setSaving(name)}
            onDone={() => navigate(page)}
          />
        )}
      </Stack>
    </Page>
  );
}
