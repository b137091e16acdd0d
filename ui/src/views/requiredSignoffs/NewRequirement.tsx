// SPDX-License-Identifier: MPL-2.0
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import { useQuery } from '@tanstack/react-query';
import { ruleColumn } from '../../api/columns';
import { useRequirementGroups } from '../../api/requiredSignoffs';
import { useRoles } from '../../api/users';
import { useAddressState } from '../../app/addressState';
import { useApi } from '../../app/session';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { NameField } from '../../components/NameField';
import { Page } from '../../components/Page';
import { plainChannels } from '../../domain/shutoffs';
import { textProblem } from '../../domain/text';
import { RequirementForm } from './RequirementForm';

const NOTHING = { of: '', product: '', channel: '', role: '' };

/** Requires signoffs of a role that were not required so far. */
export function NewRequirement() {
  const api = useApi();
  const [written, put] = useAddressState(NOTHING);
  const { groups, isPending, error, retry } = useRequirementGroups();
  const { roles } = useRoles();
  const { data: products = [] } = useQuery(ruleColumn(api, 'product'));
  const { data: channels = [] } = useQuery(ruleColumn(api, 'channel'));
  const ofPermissions = written.of === 'permissions';
  const product = written.product.trim();
  const channel = ofPermissions ? null : written.channel.trim();
  const role = written.role.trim();
  const wrong = {
    product: textProblem(product, 15),
    channel: channel?.includes('*')
      ? 'One channel; an asterisk does not stand for others here.'
      : textProblem(channel ?? '', 75),
    role: textProblem(role, 50),
  };
  const ready =
    product !== '' && channel !== '' && role !== '' && Object.values(wrong).every((text) => text === null);
  const group = groups.find((one) => one.product === product && one.channel === channel);

  return (
    <Page title="Require signoffs" subtitle="Changes then need the signoffs of this many users of a role">
      {error !== null ? (
        <ErrorState title="What is required could not be loaded" error={error} onRetry={retry} />
      ) : isPending ? (
        <Loading rows={3} />
      ) : (
        <RequirementForm
          place={ready ? { product, channel, role } : null}
          group={group ?? null}
          present={group?.requirements.find((one) => one.role === role) ?? null}
        >
          <FormControl component="fieldset">
            <FormLabel id="of">For changes of</FormLabel>
            <RadioGroup
              aria-labelledby="of"
              value={ofPermissions ? 'permissions' : ''}
              onChange={(_event, of) => put({ of })}
            >
              <FormControlLabel
                value=""
                control={<Radio />}
                label="rules, releases and shutoffs of a product on a channel"
              />
              <FormControlLabel value="permissions" control={<Radio />} label="permissions of a product" />
            </RadioGroup>
          </FormControl>
          <NameField
            label="Product"
            required
            options={products}
            value={written.product}
            problem={wrong.product}
            onChange={(value) => put({ product: value })}
          />
          {!ofPermissions && (
            <NameField
              label="Channel"
              required
              options={plainChannels(channels)}
              value={written.channel}
              problem={wrong.channel}
              onChange={(value) => put({ channel: value })}
            />
          )}
          <NameField
            label="Role"
            required
            options={roles.map(({ name }) => name)}
            value={written.role}
            problem={wrong.role}
            onChange={(value) => put({ role: value })}
          />
        </RequirementForm>
      )}
    </Page>
  );
}
