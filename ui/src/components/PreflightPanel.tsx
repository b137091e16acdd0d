// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import type { Preflight } from '../api/preflight';
import { explain } from '../api/problem';
import { inWords } from '../domain/requiredSignoffs';

type Props = Readonly<{ preflight: Preflight | undefined; error: unknown }>;

/**
 * Says before a change is saved what the server has found out about it: who has to agree, what is in its way, and
 * what it adds to the probable mistakes in what is served.
 */
export function PreflightPanel({ preflight, error }: Props) {
  const warnings = preflight?.warnings ?? [];
  return (
    <>
      <Agreement preflight={preflight} error={error} />
      {warnings.length > 0 && (
        <Alert severity="warning" variant="outlined" sx={{ mt: 1 }}>
          <Box
            component="ul"
            aria-label="Warnings"
            sx={{
              m: 0,
              pl: warnings.length > 1 ? 2 : 0,
              listStyle: warnings.length > 1 ? undefined : 'none',
            }}
          >
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </Box>
        </Alert>
      )}
    </>
  );
}

function Agreement({ preflight, error }: Props) {
  if (error) {
    return (
      <Alert severity="warning" variant="outlined">
        Could not find out whether this needs signoffs: {explain(error)}
      </Alert>
    );
  }
  if (preflight === undefined) {
    return null;
  }
  if (preflight.refused !== null) {
    return (
      <Alert severity="error" variant="outlined">
        {preflight.refused.detail}
      </Alert>
    );
  }
  if (preflight.at_once) {
    return (
      <Alert severity="success" variant="outlined">
        No signoff needed — takes effect immediately.
      </Alert>
    );
  }
  const places = preflight.affected_by
    .map(({ product, channel }) => (channel === null ? product : `${product} ${channel}`))
    .join(', ');
  return (
    <Alert severity="info" variant="outlined">
      Needs {inWords(preflight.required_signoffs)}
      {places !== '' && ` (for ${places})`}. Applied at the chosen time or with the last signoff, whichever is
      later.
      {preflight.own_signoff !== null && ` You sign off as ${preflight.own_signoff} by scheduling it.`}
    </Alert>
  );
}
