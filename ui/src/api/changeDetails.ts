// SPDX-License-Identifier: MPL-2.0
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useAccount, useApi } from '../app/session';
import { type ChangeDetails, detailsOf, type Present } from '../domain/changeDetails';
import type { ScheduledChange } from '../domain/changes';
import { may } from '../domain/permissions';
import { concerns } from '../domain/requirementGroups';
import { pins } from './pins';
import { releaseContent } from './release';
import { permissionSignoffs, productSignoffs } from './requiredSignoffs';
import { rules } from './rules';
import { identity } from './scheduledChanges';
import { user } from './users';

/**
 * What a scheduled change does to what is in force now. Undefined until that is known; it belongs to the very state of
 * the change that is passed in.
 */
export function useChangeDetails(change: ScheduledChange): {
  details: ChangeDetails | undefined;
  error: Error | null;
} {
  const api = useApi();
  const { kind } = change;
  // Who may not see others’ permissions sees what is scheduled for them, without what they have now.
  const seesUsers = may(useAccount(), 'permission', 'view').allowed;
  const exists = change.changeType !== 'insert';
  const isRelease = kind === 'release' || kind === 'splitRelease';
  const ruleList = useQuery({ ...rules(api), enabled: kind === 'rule' && exists });
  const content = useQuery({
    ...releaseContent(
      api,
      isRelease ? change.row.name : '',
      kind === 'release' ? 'whole' : 'split',
      isRelease ? identity(change) : null,
    ),
    // What is scheduled for the parts of a release is told with its data, even where there are none yet.
    enabled: kind === 'splitRelease' || (kind === 'release' && exists),
  });
  const person = useQuery({
    ...user(api, kind === 'permission' ? change.row.username : ''),
    enabled: kind === 'permission' && exists && seesUsers,
  });
  const ofProducts = useQuery({ ...productSignoffs(api), enabled: kind === 'productSignoff' });
  const ofPermissions = useQuery({ ...permissionSignoffs(api), enabled: kind === 'permissionSignoff' });
  const pinList = useQuery({ ...pins(api), enabled: kind === 'pin' });

  const found = [ruleList, content, person, ofProducts, ofPermissions, pinList];
  const isLoading = found.some(({ isLoading: loading }) => loading);
  const error = found.find((query) => query.error !== null)?.error ?? null;
  const details = useMemo(() => {
    if (isLoading || error !== null) {
      return undefined;
    }
    return detailsOf(change, present());

    function present(): Present {
      switch (change.kind) {
        case 'rule':
          return {
            kind: 'rule',
            rule: ruleList.data?.find(({ rule_id: id }) => id === change.row.rule_id) ?? null,
          };
        case 'release':
          return { kind: 'release', data: content.data?.data ?? null };
        case 'splitRelease':
          return {
            kind: 'splitRelease',
            data: change.changeType === 'insert' ? null : (content.data?.data ?? null),
            scheduled: content.data?.storage === 'split' ? content.data.scheduled : null,
          };
        case 'permission':
          return {
            kind: 'permission',
            options: person.data?.permissions.find(({ name }) => name === change.row.permission)?.options,
          };
        case 'productSignoff':
          return {
            kind: 'productSignoff',
            stored: ofProducts.data?.find((one) => concerns(change, one)),
          };
        case 'permissionSignoff':
          return {
            kind: 'permissionSignoff',
            stored: ofPermissions.data?.find((one) => concerns(change, one)),
          };
        case 'shutoff':
        case 'userRole':
          return { kind: change.kind };
        case 'pin':
          return {
            kind: 'pin',
            mapping:
              pinList.data?.find(
                ({ product, channel, version }) =>
                  product === change.row.product &&
                  channel === change.row.channel &&
                  version === change.row.version,
              )?.mapping ?? null,
          };
      }
    }
  }, [
    change,
    isLoading,
    error,
    ruleList.data,
    content.data,
    person.data,
    ofProducts.data,
    ofPermissions.data,
    pinList.data,
  ]);
  return { details, error };
}
