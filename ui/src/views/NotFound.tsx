// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import { Link } from 'react-router';
import { EmptyState } from '../components/EmptyState';
import { Page } from '../components/Page';

export function NotFound() {
  return (
    <Page title="Not found">
      <EmptyState
        title="There is nothing at this address"
        action={
          <Button component={Link} to="/" variant="contained">
            Go to the overview
          </Button>
        }
      >
        It may have been deleted, or the address may be incomplete.
      </EmptyState>
    </Page>
  );
}
