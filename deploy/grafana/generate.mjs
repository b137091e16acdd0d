// SPDX-License-Identifier: MPL-2.0
//
// Writes the dashboards: node generate.mjs. With --check it writes nothing, and fails if a dashboard is not what would be written.

import { readFileSync, writeFileSync } from 'node:fs';

const IN = 'namespace="$namespace"';
const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };
const COLUMNS = 3;
const WIDTH = 24 / COLUMNS;
const HEIGHT = 8;

const job = (app) => `job=~"(.+/)?balrog-${app}"`;
const row = (title) => ({ row: title });
/** A panel; each query is an expression and what its lines are called. */
const panel = (title, unit, description, ...queries) => ({ title, unit, description, queries, type: 'timeseries' });
const number = (title, unit, description, ...queries) => ({ title, unit, description, queries, type: 'stat' });

const quantiles = (app) =>
  [0.5, 0.95, 0.99].map((q) => [
    `histogram_quantile(${q}, sum by (le) (rate(balrog_request_seconds_bucket{${IN}, ${job(app)}}[$__rate_interval])))`,
    `p${q * 100}`,
  ]);
const running = (app) => number('Instances', 'none', 'Reachable instances.', [`sum(up{${IN}, ${job(app)}})`, '']);
const process = (app) => [
  row('Processes'),
  panel('CPU', 'percentunit', 'Of the host or the container.', [`process_cpu_usage{${IN}, ${job(app)}}`, '{{instance}}']),
  panel('Heap', 'percentunit', 'Share of the maximum heap.', [
    `sum by (instance) (jvm_memory_used_bytes{${IN}, ${job(app)}, area="heap"}) / sum by (instance) (jvm_memory_max_bytes{${IN}, ${job(app)}, area="heap"} > 0)`,
    '{{instance}}',
  ]),
  panel('Garbage collection pauses', 'percentunit', 'Share of time.', [
    `sum by (instance) (rate(jvm_gc_pause_seconds_sum{${IN}, ${job(app)}}[$__rate_interval]))`,
    '{{instance}}',
  ]),
];
const connections = [
  panel('Connections', 'none', 'Open connections of clients.', [`balrog_http_connections{${IN}}`, '{{instance}}']),
  panel('Connections rejected', 'cps', 'Closed at once, because the limit was reached.', [
    `rate(balrog_http_connections_refused_total{${IN}}[$__rate_interval])`,
    '{{instance}}',
  ]),
  panel('Connections closed', 'cps', 'By the app, because the client was slow, idle, or over its limit of unread bytes.', [
    `sum by (reason) (rate(balrog_http_connections_closed_total{${IN}}[$__rate_interval]))`,
    '{{reason}}',
  ]),
  panel('Unsent', 'bytes', 'Bytes of responses not yet sent.', [`balrog_http_unsent_bytes{${IN}}`, '{{instance}}']),
  panel('Rejected', 'reqps', 'By status, before a handler was called.', [
    `sum by (status) (rate(balrog_http_requests_rejected_total{${IN}}[$__rate_interval]))`,
    '{{status}}',
  ]),
];

const DASHBOARDS = {
  public: {
    title: 'Balrog: public app',
    panels: [
      row('Golden signals'),
      panel('Responses', 'reqps', 'By kind of request.', [
        `sum by (kind) (rate(balrog_responses_total{${IN}}[$__rate_interval]))`,
        '{{kind}}',
      ]),
      panel(
        'Errors',
        'percentunit',
        'Share of responses. 4xx are usually client errors, 5xx never.',
        [`sum(rate(balrog_responses_total{${IN}, status=~"5.."}[$__rate_interval])) / sum(rate(balrog_responses_total{${IN}}[$__rate_interval]))`, '5xx'],
        [`sum(rate(balrog_responses_total{${IN}, status=~"4.."}[$__rate_interval])) / sum(rate(balrog_responses_total{${IN}}[$__rate_interval]))`, '4xx'],
      ),
      panel('Latency', 's', 'Within the app. Clients add the network and the CDN.', ...quantiles('public')),
      running('public'),
      ...connections,
      row('Answers'),
      panel('Decisions', 'reqps', 'Outcomes of update requests.', [
        `sum by (outcome) (rate(balrog_answers_total{${IN}}[$__rate_interval]))`,
        '{{outcome}}',
      ]),
      panel('Update ratio', 'percentunit', 'Update requests that got an update.', [
        `sum(rate(balrog_answers_total{${IN}, outcome="update"}[$__rate_interval])) / sum(rate(balrog_answers_total{${IN}}[$__rate_interval]))`,
        'updates',
      ]),
      panel('Statuses', 'reqps', 'All responses by status.', [
        `sum by (status) (rate(balrog_responses_total{${IN}}[$__rate_interval]))`,
        '{{status}}',
      ]),
      panel('Updates by product', 'reqps', 'Product of the rule that decided.', [
        `topk(15, sum by (product) (rate(balrog_answers_total{${IN}, outcome="update"}[$__rate_interval])))`,
        '{{product}}',
      ]),
      panel('Updates by product and channel', 'reqps', 'Of the rule that decided.', [
        `topk(15, sum by (product, channel) (rate(balrog_answers_total{${IN}, outcome="update"}[$__rate_interval])))`,
        '{{product}} {{channel}}',
      ]),
      panel('Updates by rule', 'reqps', 'Top 15 rules.', [
        `topk(15, sum by (rule) (rate(balrog_rule_answers_total{${IN}, outcome="update"}[$__rate_interval])))`,
        'rule {{rule}}',
      ]),
      panel('No updates by rule', 'reqps', 'Top 15 rules.', [
        `topk(15, sum by (rule) (rate(balrog_rule_answers_total{${IN}, outcome="none"}[$__rate_interval])))`,
        'rule {{rule}}',
      ]),
      panel('Throttled', 'reqps', 'Requests that the background rate left out.', [
        `topk(15, sum by (product, channel) (rate(balrog_answers_total{${IN}, outcome="throttled"}[$__rate_interval])))`,
        '{{product}} {{channel}}',
      ]),
      panel('Shut off', 'reqps', 'Requests without an update because of an emergency shutoff.', [
        `sum by (product, channel) (rate(balrog_answers_total{${IN}, outcome="shut_off"}[$__rate_interval]))`,
        '{{product}} {{channel}}',
      ]),
      row('Snapshot'),
      panel('Age of the snapshot', 's', 'Time since it was last known to match the database. Usually below a second.', [
        `balrog_snapshot_age_seconds{${IN}}`,
        '{{instance}}',
      ]),
      panel('Rules', 'none', 'In the snapshot. All instances should have the same.', [`balrog_snapshot_rules{${IN}}`, '{{instance}}']),
      panel('Releases', 'none', 'In the snapshot: reachable releases.', [`balrog_snapshot_releases{${IN}}`, '{{instance}}']),
      panel('Snapshots replaced', 'none', 'Per hour.', [
        `increase(balrog_snapshot_replacements_total{${IN}}[1h])`,
        '{{instance}}',
      ]),
      panel('Phases of a response', 's', 'Average duration.', [
        `sum by (kind, phase) (rate(balrog_phase_seconds_sum{${IN}}[$__rate_interval])) / sum by (kind, phase) (rate(balrog_phase_seconds_count{${IN}}[$__rate_interval]))`,
        '{{kind}} {{phase}}',
      ]),
      panel('Failed signatures', 'cps', 'Autograph did not sign.', [
        `sum by (reason) (rate(balrog_autograph_errors_total{${IN}}[$__rate_interval]))`,
        '{{reason}}',
      ]),
      ...process('public'),
    ],
  },
  admin: {
    title: 'Balrog: admin app',
    panels: [
      row('Golden signals'),
      panel('Requests', 'reqps', 'API operations by status.', [
        `sum by (status) (rate(balrog_admin_requests_seconds_count{${IN}}[$__rate_interval]))`,
        '{{status}}',
      ]),
      panel('Errors', 'percentunit', 'Share of responses that are 5xx.', [
        `sum(rate(balrog_admin_requests_seconds_count{${IN}, status="5xx"}[$__rate_interval])) / sum(rate(balrog_admin_requests_seconds_count{${IN}}[$__rate_interval]))`,
        '5xx',
      ]),
      panel('Latency', 's', 'All operations. Large releases take longer.', ...quantiles('admin')),
      running('admin'),
      ...connections,
      row('Operations'),
      panel('Requests by operation', 'reqps', 'Top 15.', [
        `topk(15, sum by (operation) (rate(balrog_admin_requests_seconds_count{${IN}}[$__rate_interval])))`,
        '{{operation}}',
      ]),
      panel('Rejected by operation', 'reqps', '4xx: not permitted, signoffs missing, invalid, or outdated data version.', [
        `topk(15, sum by (operation) (rate(balrog_admin_requests_seconds_count{${IN}, status="4xx"}[$__rate_interval])))`,
        '{{operation}}',
      ]),
      panel('Average duration by operation', 's', 'The 15 slowest.', [
        `topk(15, sum by (operation) (rate(balrog_admin_requests_seconds_sum{${IN}}[$__rate_interval])) / sum by (operation) (rate(balrog_admin_requests_seconds_count{${IN}}[$__rate_interval])))`,
        '{{operation}}',
      ]),
      row('History of releases'),
      panel('Queued for delivery', 'none', 'Revisions in the outbox.', [
        `max(balrog_history_queue{${IN}})`,
        'revisions',
      ]),
      panel(
        'Delivered and failed',
        'cps',
        'Failed deliveries are retried.',
        [`sum(rate(balrog_history_delivered_total{${IN}}[$__rate_interval]))`, 'delivered'],
        [`sum(rate(balrog_history_failed_total{${IN}}[$__rate_interval]))`, 'failed'],
      ),
      ...process('admin'),
    ],
  },
  agent: {
    title: 'Balrog: agent',
    panels: [
      row('Golden signals'),
      panel('Changes', 'none', 'Due changes by outcome, per hour.', [
        `sum by (outcome) (increase(balrog_agent_changes_total{${IN}}[1h]))`,
        '{{outcome}}',
      ]),
      panel('Failed changes', 'none', 'Per hour, by kind.', [
        `sum by (kind) (increase(balrog_agent_changes_total{${IN}, outcome="failed"}[1h]))`,
        '{{kind}}',
      ]),
      panel('Lag', 's', 'Delay between scheduled time and enactment, on average.', [
        `sum(increase(balrog_agent_lag_seconds_sum{${IN}}[1h])) / sum(increase(balrog_agent_lag_seconds_count{${IN}}[1h]))`,
        'lag',
      ]),
      running('agent'),
      panel('Time since the last complete poll', 's', 'Usually less than the interval.', [
        `balrog_agent_round_age_seconds{${IN}}`,
        '{{instance}}',
      ]),
      panel('Due and not enacted', 'none', 'Should almost always be 0.', [`max(balrog_agent_due{${IN}})`, 'due']),
      row('Scheduled changes'),
      panel('Pending', 'none', 'Not enacted yet.', [`max(balrog_agent_pending{${IN}})`, 'pending']),
      panel('Waiting for signoffs', 'none', 'Signoffs are missing.', [`max(balrog_agent_unsigned{${IN}})`, 'waiting']),
      panel('Due without signoffs', 'none', 'Due, and signoffs are missing.', [
        `max(balrog_agent_unsigned_late{${IN}})`,
        'late',
      ]),
      ...process('agent'),
    ],
  },
  database: {
    title: 'Balrog: database',
    panels: [
      row('From the apps'),
      panel('Connections in use', 'none', 'By instance.', [`balrog_database_connections{${IN}, state="active"}`, '{{instance}}']),
      panel('Share of connections in use', 'percentunit', 'Share of the maximum per instance.', [
        `sum by (instance) (balrog_database_connections{${IN}, state="active"}) / sum by (instance) (balrog_database_connections_max{${IN}})`,
        '{{instance}}',
      ]),
      panel('Waiting for a connection', 'none', 'Threads. Should be 0.', [`balrog_database_waiting{${IN}}`, '{{instance}}']),
      panel('Failed polls', 'cps', 'Public apps poll for changes several times a second.', [
        `sum by (instance) (rate(balrog_snapshot_failures_total{${IN}}[$__rate_interval]))`,
        '{{instance}}',
      ]),
      panel('Age of snapshots', 's', 'Grows while the database can’t be read.', [`balrog_snapshot_age_seconds{${IN}}`, '{{instance}}']),
      panel('Idle connections', 'none', 'Open in the pool.', [`balrog_database_connections{${IN}, state="idle"}`, '{{instance}}']),
      panel('Snapshots replaced', 'none', 'Per hour.', [
        `max(increase(balrog_snapshot_replacements_total{${IN}}[1h]))`,
        'replaced',
      ]),
      panel('Duration of writing operations', 's', 'Admin app, average by operation: the 15 slowest.', [
        `topk(15, sum by (operation) (rate(balrog_admin_requests_seconds_sum{${IN}}[$__rate_interval])) / sum by (operation) (rate(balrog_admin_requests_seconds_count{${IN}}[$__rate_interval])))`,
        '{{operation}}',
      ]),
      panel('Revision outbox', 'none', 'Revisions of releases queued for delivery.', [
        `max(balrog_history_queue{${IN}})`,
        'revisions',
      ]),
    ],
  },
  deployments: {
    title: 'Balrog: deployments',
    panels: [
      row('Running versions'),
      panel('Instances by version', 'none', 'Two versions of an app: a canary, or a deployment in progress.', [
        `count by (job, version) (balrog_build_info{${IN}})`,
        '{{job}} {{version}}',
      ]),
      panel('Uptime', 's', 'A sawtooth means that it restarts.', [`process_uptime_seconds{${IN}}`, '{{instance}}']),
      number('Instances', 'none', 'Reachable, by app.', [`sum by (job) (up{${IN}})`, '{{job}}']),
      row('Canary and stable version of the public app'),
      panel('Responses', 'reqps', 'By version of the pods.', [
        `sum by (rollouts_pod_template_hash) (rate(balrog_responses_total{${IN}}[$__rate_interval]))`,
        '{{rollouts_pod_template_hash}}',
      ]),
      panel('Errors', 'percentunit', 'Share of 5xx, by version of the pods.', [
        `sum by (rollouts_pod_template_hash) (rate(balrog_responses_total{${IN}, status=~"5.."}[$__rate_interval])) / sum by (rollouts_pod_template_hash) (rate(balrog_responses_total{${IN}}[$__rate_interval]))`,
        '{{rollouts_pod_template_hash}}',
      ]),
      panel('p99 latency', 's', 'By version of the pods.', [
        `histogram_quantile(0.99, sum by (rollouts_pod_template_hash, le) (rate(balrog_request_seconds_bucket{${IN}, ${job('public')}}[$__rate_interval])))`,
        '{{rollouts_pod_template_hash}}',
      ]),
      panel('Update ratio', 'percentunit', 'By version of the pods. The lines should coincide.', [
        `sum by (rollouts_pod_template_hash) (rate(balrog_answers_total{${IN}, outcome="update"}[$__rate_interval])) / sum by (rollouts_pod_template_hash) (rate(balrog_answers_total{${IN}}[$__rate_interval]))`,
        '{{rollouts_pod_template_hash}}',
      ]),
      panel('Responses by status', 'reqps', 'All versions.', [
        `sum by (status) (rate(balrog_responses_total{${IN}}[$__rate_interval]))`,
        '{{status}}',
      ]),
      panel('Rules in the snapshot', 'none', 'By version of the pods.', [
        `max by (rollouts_pod_template_hash) (balrog_snapshot_rules{${IN}})`,
        '{{rollouts_pod_template_hash}}',
      ]),
    ],
  },
};

function panels(definitions) {
  let x = 0;
  let y = 0;
  return definitions.map((definition, index) => {
    const id = index + 1;
    if (definition.row !== undefined) {
      y += x > 0 ? HEIGHT : 0;
      x = 0;
      const heading = { id, type: 'row', title: definition.row, collapsed: false, gridPos: { x: 0, y, w: 24, h: 1 }, panels: [] };
      y += 1;
      return heading;
    }
    const placed = {
      id,
      type: definition.type,
      title: definition.title,
      description: definition.description,
      datasource: DATASOURCE,
      gridPos: { x, y, w: WIDTH, h: HEIGHT },
      fieldConfig: { defaults: { unit: definition.unit, min: 0, custom: definition.type === 'stat' ? {} : { fillOpacity: 10, showPoints: 'never' } }, overrides: [] },
      options:
        definition.type === 'stat'
          ? { colorMode: 'none', graphMode: 'area', reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false } }
          : { legend: { displayMode: 'list', placement: 'bottom', showLegend: true }, tooltip: { mode: 'multi', sort: 'desc' } },
      targets: definition.queries.map(([expr, legendFormat], number) => ({
        refId: String.fromCharCode(65 + number),
        datasource: DATASOURCE,
        editorMode: 'code',
        expr,
        legendFormat,
        range: true,
      })),
    };
    x += WIDTH;
    if (x >= 24) {
      x = 0;
      y += HEIGHT;
    }
    return placed;
  });
}

function dashboard(name, { title, panels: definitions }) {
  return {
    uid: `balrog-${name}`,
    title,
    tags: ['balrog'],
    schemaVersion: 39,
    version: 1,
    editable: false,
    graphTooltip: 1,
    timezone: 'browser',
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    timepicker: {},
    links: [{ type: 'dashboards', tags: ['balrog'], title: 'Balrog', asDropdown: false, includeVars: true, keepTime: true, icon: 'external link', targetBlank: false, tooltip: '', url: '' }],
    annotations: {
      list: [
        {
          name: 'Deployments',
          datasource: DATASOURCE,
          enable: true,
          iconColor: 'blue',
          expr: `count by (job, version) (balrog_build_info{${IN}}) unless count by (job, version) (balrog_build_info{${IN}} offset 2m)`,
          titleFormat: '{{job}} {{version}}',
          step: '60s',
        },
      ],
    },
    templating: {
      list: [
        { name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus', hide: 0, refresh: 1, regex: '' },
        {
          name: 'namespace',
          label: 'Environment',
          type: 'query',
          datasource: DATASOURCE,
          query: { query: 'label_values(balrog_build_info, namespace)', refId: 'namespace' },
          definition: 'label_values(balrog_build_info, namespace)',
          hide: 0,
          refresh: 2,
          sort: 1,
          includeAll: false,
          multi: false,
        },
      ],
    },
    panels: panels(definitions),
  };
}

const check = globalThis.process.argv.includes('--check');
for (const [name, definition] of Object.entries(DASHBOARDS)) {
  const file = new URL(`dashboards/${name}.json`, import.meta.url);
  const text = `${JSON.stringify(dashboard(name, definition), null, 2)}\n`;
  if (!check) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`dashboards/${name}.json is not what generate.mjs writes: run node deploy/grafana/generate.mjs`);
    globalThis.process.exitCode = 1;
  }
}
