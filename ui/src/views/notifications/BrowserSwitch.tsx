// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import FormControlLabel from '@mui/material/FormControlLabel';
import Paper from '@mui/material/Paper';
import Switch from '@mui/material/Switch';
import Typography from '@mui/material/Typography';
import { browserNotifications } from '../../app/browserNotifications';
import { useBrowserState } from '../../app/useBrowserNotifications';

/** Switches notifications of this browser on and off. */
export function BrowserSwitch() {
  const state = useBrowserState();
  return (
    <section aria-labelledby="browser">
      <Typography variant="h2" id="browser" sx={{ mb: 1 }}>
        In this browser
      </Typography>
      <Paper sx={{ p: 2 }}>
        <FormControlLabel
          control={
            <Switch
              checked={state === 'on'}
              disabled={state === 'blocked' || state === 'unsupported'}
              onChange={(event) =>
                event.target.checked ? browserNotifications.switchOn() : browserNotifications.switchOff()
              }
            />
          }
          label="Notify me in this browser"
        />
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          While a page of this console is open: when a change needs your signoff, when your change was
          applied, is overdue or was not applied, and when updates are shut off or resumed. Each once.
        </Typography>
        {state === 'blocked' && (
          <Alert severity="warning" variant="outlined" sx={{ mt: 1.5 }}>
            The browser blocks notifications of this site. Allow them in its settings for this site, then load
            the page again.
          </Alert>
        )}
        {state === 'unsupported' && (
          <Alert severity="info" variant="outlined" sx={{ mt: 1.5 }}>
            This browser has no notifications here. They need HTTPS, except on localhost.
          </Alert>
        )}
      </Paper>
    </section>
  );
}
