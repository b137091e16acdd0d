// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import { useRouteError } from 'react-router';
import { ErrorState } from '../components/ErrorState';

/** What is shown in place of everything when the page itself is wrong, or can't be loaded. */
export function Broken() {
  const error = useRouteError();
  return (
    <Box component="main" sx={{ p: 4 }}>
      <ErrorState
        title="This page could not be shown"
        error={error}
        onRetry={() => window.location.reload()}
      />
    </Box>
  );
}
