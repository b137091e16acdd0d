// SPDX-License-Identifier: MPL-2.0
import AddIcon from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useDeferredValue, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { useRequirementGroups } from '../../api/requiredSignoffs';
import { useRoles } from '../../api/users';
import { useAddressState } from '../../app/addressState';
import { useAccount } from '../../app/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { GatedButton } from '../../components/GatedButton';
import { Loading } from '../../components/Loading';
import { Page } from '../../components/Page';
import { SearchField } from '../../components/SearchField';
import { mayForAny } from '../../domain/permissions';
import type { Group } from '../../domain/requirementGroups';
import { GroupCard } from './GroupCard';

const NO_FILTER = { text: '' };

/** Whose signoffs changes need, by product and channel. */
export function RequiredSignoffs() {
  const account = useAccount();
  const navigate = useNavigate();
  const { groups, isPending, error, retry } = useRequirementGroups();
  const { roles, known } = useRoles();
  const [filter, put] = useAddressState(NO_FILTER);
  const text = useDeferredValue(filter.text);
  const products = useMemo(() => byProduct(groups, text), [groups, text]);

  return (
    <Page
      title="Required signoffs"
      subtitle="How many signoffs of which roles a change needs before it is applied"
      actions={
        <GatedButton
          verdict={mayForAny(account, 'required_signoff', 'create')}
          variant="contained"
          startIcon={<AddIcon />}
          onClick={() => navigate('/required-signoffs/new')}
        >
          Require signoffs
        </GatedButton>
      }
    >
      {error !== null && <ErrorState title="Not everything could be loaded" error={error} onRetry={retry} />}
      {error !== null && groups.length === 0 ? null : isPending ? (
        <Loading label="Loading required signoffs" />
      ) : groups.length === 0 ? (
        <EmptyState title="No signoffs are required">
          Users with the permission can change anything without signoffs.
        </EmptyState>
      ) : (
        <Stack sx={{ gap: 3 }}>
          <Stack direction="row">
            <SearchField
              label="Search products, channels and roles"
              value={filter.text}
              onChange={(value) => put({ text: value })}
            />
          </Stack>
          {products.length === 0 && (
            <EmptyState
              title="No matches"
              action={<Button onClick={() => put(NO_FILTER)}>Clear filters</Button>}
            />
          )}
          {products.map(([product, list]) => (
            <Box component="section" aria-label={product} key={product}>
              <Typography variant="h2" sx={{ mb: 1.5 }}>
                {product}
              </Typography>
              <Stack sx={{ gap: 1.5 }}>
                {list.map((group) => (
                  <GroupCard key={group.channel ?? ' '} group={group} roles={known ? roles : null} />
                ))}
              </Stack>
            </Box>
          ))}
        </Stack>
      )}
    </Page>
  );
}

function byProduct(groups: readonly Group[], text: string): [string, Group[]][] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = groups.filter((group) => {
    const roles = [...group.requirements, ...group.changes.map(({ row }) => row)].map(({ role }) => role);
    const all = [group.product, group.channel ?? 'permissions', ...roles].join('\n').toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const products = new Map<string, Group[]>();
  for (const group of found) {
    products.set(group.product, [...(products.get(group.product) ?? []), group]);
  }
  return [...products];
}
