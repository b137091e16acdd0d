// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { publicApps } from '../api/publicApps';
import { useApi, useIdentity } from '../app/session';
import { isRecent, servingOf } from '../domain/serving';
import { useNow } from './Moment';

/** How many public apps serve a change that was applied lately; nothing where the server does not know its public apps. */
export function ServedBy({ applied }: Readonly<{ applied: number }>) {
  const isLoggedIn = useIdentity() !== null;
  const isAsked = isRecent(applied, useNow()) && isLoggedIn;
  const { data } = useQuery({ ...publicApps(useApi(), applied), enabled: isAsked });
  if (!isAsked || data === undefined || data.apps.length === 0) {
    return null;
  }
  const { text, problems, isEverywhere } = servingOf(data.apps, applied);
  return (
    <Alert severity={isEverywhere ? 'success' : 'warning'} role="status">
      {text}
      {problems.map((problem) => (
        <Typography key={problem} variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {problem}
        </Typography>
      ))}
    </Alert>
  );
}
