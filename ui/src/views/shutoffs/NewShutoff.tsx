// SPDX-License-Identifier: MPL-2.0
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearchParams } from 'react-router';
import { ruleColumn } from '../../api/columns';
import { shutoffs, useShutoffActions } from '../../api/shutoffs';
import { useAddressState } from '../../app/addressState';
import { useAccount, useApi } from '../../app/session';
import { Page } from '../../components/Page';
import { may } from '../../domain/permissions';
import { doubts, plainChannels } from '../../domain/shutoffs';
import { plain } from '../../domain/text';
import { ChooseTarget } from './ChooseTarget';
import { ConfirmShutoff } from './ConfirmShutoff';

const NOTHING = { product: '', channel: '', reason: '' };

/**
 * Shuts updates off, in two steps: what, and whether really. What was put in is in the address, so that the steps can be
 * gone back and forth, and nothing is lost by logging in again.
 */
export function NewShutoff() {
  const api = useApi();
  const account = useAccount();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const [written, put] = useAddressState(NOTHING);
  const { shutOff } = useShutoffActions();
  const { data: products = [] } = useQuery(ruleColumn(api, 'product'));
  const { data: patterns = [] } = useQuery(ruleColumn(api, 'channel'));
  const { data: active = [] } = useQuery(shutoffs(api));
  const channels = plainChannels(patterns);

  const target = { product: written.product.trim(), channel: written.channel.trim() };
  const already = active.some(
    ({ product, channel }) => product === target.product && channel === target.channel,
  );
  const verdict = may(account, 'emergency_shutoff', 'create', target.product || null);
  const common = { target, doubts: doubts(target, products, channels) };

  function go(step: string, replace: boolean) {
    setSearch({ ...written, step }, { replace });
  }

  const confirming =
    search.get('step') === 'confirm' && target.product !== '' && target.channel !== '' && !already;
  return (
    <Page title="Shut updates off" subtitle={confirming ? 'Step 2 of 2: confirm' : 'Step 1 of 2: choose'}>
      {confirming ? (
        <ConfirmShutoff
          {...common}
          reason={written.reason}
          verdict={verdict}
          failure={shutOff.error}
          busy={shutOff.isPending}
          onBack={() => go('choose', true)}
          onConfirm={() =>
            shutOff.mutate(
              { ...target, reason: plain(written.reason.trim()) },
              { onSuccess: () => navigate('/shutoffs', { replace: true }) },
            )
          }
        />
      ) : (
        <ChooseTarget
          {...common}
          written={written}
          products={products}
          channels={channels}
          already={already}
          verdict={verdict}
          onChange={(field, value) => put({ [field]: value })}
          onNext={() => go('confirm', false)}
        />
      )}
    </Page>
  );
}
