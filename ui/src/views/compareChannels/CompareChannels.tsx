// SPDX-License-Identifier: MPL-2.0
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { type ChannelComparison, type ChannelQuestion, channelComparison } from '../../api/promotion';
import type { SampleName } from '../../api/simulation';
import { useAccount, useApi } from '../../app/session';
import { CancellableProgress } from '../../components/CancellableProgress';
import { EmptyState } from '../../components/EmptyState';
import { ErrorState } from '../../components/ErrorState';
import { Help } from '../../components/Help';
import { LogInButton } from '../../components/LogInButton';
import { Page } from '../../components/Page';
import { Report } from '../../components/SimulationPanel';
import { comparisonSummary, differs, promotable, rolloutOf } from '../../domain/promotion';
import { ChannelForm } from './ChannelForm';
import { Pair, RuleGroup } from './Differences';
import { Propose } from './Propose';

/** What a live channel would serve if it were like its test channel. The question is in the address. */
export function CompareChannels() {
  const { known } = useAccount();
  const [address, ask] = useSearchParams();
  const question: ChannelQuestion = {
    product: address.get('product') ?? '',
    from: address.get('from') ?? '',
    to: address.get('to') ?? '',
    settings: promotable(address.get('settings')),
    rollout: rolloutOf(address.get('rollout')),
  };
  const [sample, setSample] = useState<SampleName | null>(null);
  const isComplete = question.product !== '' && question.from !== '' && question.to !== '';
  const options = channelComparison(useApi(), question, sample);
  const [cancelled, setCancelled] = useState<string | null>(null);
  const asked = JSON.stringify(options.queryKey);
  const { data, error, isFetching, refetch } = useQuery({
    ...options,
    enabled: isComplete && known && cancelled !== asked,
  });
  return (
    <Page
      wide
      title="Compare channels"
      subtitle="What a live channel would serve if it were like its test channel. Nothing is changed before you propose it."
      actions={
        <Button component={Link} to="/rules" color="inherit">
          All rules
        </Button>
      }
    >
      <Stack sx={{ gap: 3 }}>
        <ChannelForm key={address.toString()} question={question} onAsk={(asked) => ask(asked)} />
        {!known ? (
          <EmptyState title="Log in to compare channels" action={<LogInButton />} />
        ) : !isComplete ? (
          <EmptyState title="Choose a product and two channels" />
        ) : error !== null && !isFetching ? (
          <ErrorState title="The channels could not be compared" error={error} onRetry={() => refetch()} />
        ) : data === undefined && cancelled === asked ? (
          <EmptyState
            title="The comparison was cancelled"
            action={
              <Button variant="outlined" onClick={() => setCancelled(null)}>
                Compare
              </Button>
            }
          />
        ) : data === undefined ? (
          <CancellableProgress
            label="Comparing the channels"
            queryKey={options.queryKey}
            onCancel={() => setCancelled(asked)}
          />
        ) : (
          <Found comparison={data} question={question} sample={sample} onSample={setSample} />
        )}
      </Stack>
    </Page>
  );
}

type FoundProps = Readonly<{
  comparison: ChannelComparison;
  question: ChannelQuestion;
  sample: SampleName | null;
  onSample: (sample: SampleName) => void;
}>;

function Found({ comparison, question, sample, onSample }: FoundProps) {
  const { pairs, only_from, only_to, ambiguous, simulation, changes } = comparison;
  const { product, from, to } = question;
  const different = pairs.filter(differs);
  return (
    <>
      <section aria-labelledby="differences">
        <Typography id="differences" variant="h2" sx={{ mb: 0.5 }}>
          {product} {to}, to be like {from}
          <Help term="promotion" />
        </Typography>
        <Typography role="status" sx={{ mb: 1.5, color: 'text.secondary' }}>
          {comparisonSummary(comparison)}
        </Typography>
        <Stack component="ul" aria-label="Differences" sx={{ gap: 1, listStyle: 'none', m: 0, p: 0 }}>
          {different.map((pair) => (
            <li key={pair.to.rule_id}>
              <Pair pair={pair} question={question} />
            </li>
          ))}
        </Stack>
      </section>
      {changes.length > 0 && simulation !== null && (
        <div>
          <Typography variant="h2" sx={{ mb: 1.5 }}>
            Who gets something else
          </Typography>
          <Report report={simulation} chosen={sample} onSample={onSample} />
          <Propose key={JSON.stringify(changes)} changes={changes} question={question} />
        </div>
      )}
      <RuleGroup title={`Only for ${from}, not promoted`} rules={only_from} />
      <RuleGroup title={`Only for ${to}, left as they are`} rules={only_to} />
      {ambiguous.map(({ from: some, to: others }) => (
        <RuleGroup
          key={some[0]?.rule_id}
          title="Same conditions, but no pair: left as they are"
          rules={[...some, ...others]}
        />
      ))}
    </>
  );
}
