// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import { Link, useSearchParams } from 'react-router';
import { useRequirementGroups } from '../../api/requiredSignoffs';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { RequirementForm } from './RequirementForm';

/** Changes or removes a requirement, or alters such a change that is scheduled: which one stands in the address. */
export function EditRequirement() {
  const [search] = useSearchParams();
  const { groups, isPending, error, retry } = useRequirementGroups();
  const product = search.get('product') ?? '';
  const channel = search.get('channel');
  const role = search.get('role') ?? '';
  const removing = search.get('remove') === 'yes';
  const id = search.get('change');
  const group = groups.find((one) => one.product === product && one.channel === channel);
  const present = group?.requirements.find((one) => one.role === role) ?? null;
  const change = group?.changes.find((one) => String(one.id) === id && one.row.role === role) ?? null;
  const gone = id === null ? present === null : change === null;

  return (
    <Page
      title={`${removing ? 'Remove' : 'Change'} signoffs of ${role}`}
      subtitle={channel === null ? `For permissions of ${product}` : `For ${product} ${channel}`}
    >
      {error !== null ? (
        <ErrorState title="What is required could not be loaded" error={error} onRetry={retry} />
      ) : isPending ? (
        <Loading rows={3} />
      ) : gone || group === undefined ? (
        <EmptyState
          title={id === null ? 'This signoff is no longer required' : 'This change is no longer scheduled'}
          action={
            <Button component={Link} to="/required-signoffs" variant="contained">
              Show required signoffs
            </Button>
          }
        />
      ) : (
        <RequirementForm
          key={search.toString()}
          place={{ product, channel, role }}
          group={group}
          present={present}
          change={change}
          removing={removing}
        />
      )}
    </Page>
  );
}
