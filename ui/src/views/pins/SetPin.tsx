// SPDX-License-Identifier: MPL-2.0
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import Paper from '@mui/material/Paper';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { ruleColumn } from '../../api/columns';
import { pinnableReleases, pins, useSetPin } from '../../api/pins';
import { explain } from '../../api/problem';
import { useAddressState } from '../../app/addressState';
import { useAccount, useApi } from '../../app/session';
import { GatedButton } from '../../components/GatedButton';
import { useNow } from '../../components/Moment';
import { NameField } from '../../components/NameField';
import { Page } from '../../components/Page';
import { WhenField } from '../../components/WhenField';
import { may } from '../../domain/permissions';
import { versionProblem, withDot } from '../../domain/pins';
import { ofProductFirst, productOf } from '../../domain/releaseProduct';
import { plainChannels } from '../../domain/shutoffs';
import { SOON } from '../../domain/time';

const NONE: readonly string[] = [];
const NOTHING = { product: '', channel: '', version: '', release: '' };

/** Says which release clients get that stay on a version, from now on or from a time on. */
export function SetPin() {
  const api = useApi();
  const account = useAccount();
  const navigate = useNavigate();
  const now = useNow();
  const [written, put] = useAddressState(NOTHING);
  const [later, setLater] = useState(false);
  const [when, setWhen] = useState<number | null>(() => Date.now() + SOON);
  const { data: products = [] } = useQuery(ruleColumn(api, 'product'));
  const { data: channels = [] } = useQuery(ruleColumn(api, 'channel'));
  const { data: releases = NONE } = useQuery(pinnableReleases(api));
  const { data: all = [] } = useQuery(pins(api));
  const setPin = useSetPin();

  const pin = {
    product: written.product.trim(),
    channel: written.channel.trim(),
    version: written.version.trim(),
  };
  const release = written.release.trim();
  const wrong = versionProblem(pin.version);
  const owner = productOf(release, products);
  const unknown = release !== '' && releases.length > 0 && !releases.includes(release);
  const present = all.find(
    (one) => one.product === pin.product && one.channel === pin.channel && one.version === pin.version,
  );
  const suggested = useMemo(() => ofProductFirst(releases, pin.product), [releases, pin.product]);
  const verdict = may(account, 'pinnable_release', present ? 'modify' : 'create', pin.product || null);
  const complete = Object.values({ ...pin, release }).every((value) => value !== '');
  const ready = complete && wrong === null && !unknown && (!later || (when !== null && when > now));

  return (
    <Page title="Set a pin" subtitle="The release that clients get which ask to stay on a version">
      <Paper
        component="form"
        sx={{ p: { xs: 2, sm: 3 }, maxWidth: 640 }}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && verdict.allowed) {
            setPin.mutate(
              { ...pin, release, when: later ? when : null },
              { onSuccess: (done) => done && navigate('/pins') },
            );
          }
        }}
      >
        <Stack sx={{ gap: 2.5 }}>
          <NameField
            label="Product"
            required
            options={products}
            value={written.product}
            onChange={(product) => put({ product })}
          />
          <NameField
            label="Channel"
            required
            options={plainChannels(channels)}
            value={written.channel}
            onChange={(channel) => put({ channel })}
          />
          <TextField
            label="Version that clients stay on"
            required
            value={written.version}
            error={wrong !== null}
            helperText={wrong ?? 'With a dot at its end: 128. for all of 128'}
            onChange={(event) => put({ version: event.target.value })}
            onBlur={() => put({ version: withDot(pin.version) })}
            slotProps={{ htmlInput: { spellCheck: false, inputMode: 'decimal' } }}
          />
          <NameField
            label="Release that they get"
            required
            options={suggested}
            value={written.release}
            problem={unknown ? 'There is no such release among those that can be pinned' : null}
            helper={
              owner !== null && pin.product !== '' && owner !== pin.product
                ? `This is a release of ${owner}, and the pin is for ${pin.product}.`
                : present
                  ? `At present ${present.mapping}`
                  : undefined
            }
            onChange={(name) => put({ release: name })}
          />
          <div>
            <RadioGroup
              row
              aria-label="When"
              value={later ? 'later' : 'now'}
              onChange={(_event, value) => setLater(value === 'later')}
            >
              <FormControlLabel value="now" control={<Radio />} label="now" />
              <FormControlLabel value="later" control={<Radio />} label="at a time" />
            </RadioGroup>
            {later && (
              <Stack sx={{ mt: 1 }}>
                <WhenField label="Set it" required future value={when} onChange={setWhen} />
              </Stack>
            )}
          </div>
          <Alert severity="success" variant="outlined">
            No signoff needed: a pin affects only clients that ask to stay on its version.
          </Alert>
          {complete && !verdict.allowed && <Alert severity="info">{verdict.reason}</Alert>}
          {setPin.data === false && (
            <Alert severity="warning">
              Nothing was changed: the pin already maps to a newer release, and never goes back to an older
              one.
            </Alert>
          )}
          {setPin.error !== null && <Alert severity="error">{explain(setPin.error)}</Alert>}
          <Stack direction={{ xs: 'column-reverse', sm: 'row' }} sx={{ gap: 1, justifyContent: 'flex-end' }}>
            <Button component={Link} to="/pins" color="inherit">
              Cancel
            </Button>
            <GatedButton
              verdict={complete ? verdict : { allowed: true }}
              type="submit"
              variant="contained"
              loading={setPin.isPending}
              disabled={!ready && (!complete || verdict.allowed)}
            >
              {later ? 'Schedule' : 'Set the pin'}
            </GatedButton>
          </Stack>
        </Stack>
      </Paper>
    </Page>
  );
}
