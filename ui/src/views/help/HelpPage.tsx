// SPDX-License-Identifier: MPL-2.0
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useConfig } from '../../app/session';
import { Page } from '../../components/Page';
import { GLOSSARY } from '../../domain/glossary';

/** The terms of Balrog, and where the documentation is. */
export function HelpPage() {
  const { api } = useConfig();
  return (
    <Page title="Help" subtitle="The terms that the page and the API use">
      <Paper component="dl" sx={{ m: 0, p: { xs: 2, sm: 2.5 }, '& dd': { m: 0, mb: 2 } }}>
        {Object.entries(GLOSSARY).map(([key, { term, text }]) => (
          <Box key={key} id={key} sx={{ scrollMarginTop: 80, '&:target': { bgcolor: 'action.selected' } }}>
            <Typography component="dt" sx={{ fontWeight: 600 }}>
              {term}
            </Typography>
            <Typography component="dd">{text}</Typography>
          </Box>
        ))}
      </Paper>
      <Typography sx={{ mt: 2 }}>
        <Link href={`${api.replace(/\/api$/, '')}/api-docs/`}>API documentation</Link>
        {' · '}
        Press <kbd>?</kbd> for keyboard shortcuts.
      </Typography>
    </Page>
  );
}
