// One page for whoever was woken: which alarms speak, what users feel, what is running out, who is at the door, what was
// done to the account. Every metric of the API and every counted signal stands on it.

import { type MetricName, metricNamespace, metrics } from '@cool/contract/telemetry';
import type { SignalName } from './alarm.ts';
import { apiSignals, signalNamespace } from './log-signals.ts';
import { trailSignals } from './trail-signals.ts';

export interface DashboardParts {
  readonly environmentName: string;
  readonly region: string;
  readonly alarmArns: readonly string[];
  readonly loadBalancer: string;
  readonly apiLogGroup: string;
}

interface Row {
  readonly title: string;
  readonly series: readonly (readonly [string, ...string[]])[];
  readonly stat: string;
  /** Where the metric lies, when not beside the stack. */
  readonly region?: string;
}

export interface Widget {
  readonly type: 'alarm' | 'metric' | 'log';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

const ofApi = (...names: readonly MetricName[]) => names.map((name) => [metricNamespace, name] as const);
const ofSignals = (...names: readonly SignalName[]) => names.map((name) => [signalNamespace, name] as const);

export interface DashboardBody {
  readonly start: string;
  readonly periodOverride: 'inherit';
  readonly widgets: readonly Widget[];
}

export function dashboardBody(parts: DashboardParts): DashboardBody {
  const rows = rowsOf(parts);
  const drawn = new Set(rows.flatMap(({ series }) => series.map(([, name]) => name)));
  const signals = [...apiSignals, ...trailSignals].map(({ metric }) => metric);
  const forgotten = [...Object.keys(metrics), ...signals].filter((name) => !drawn.has(name));
  if (forgotten.length > 0)
    throw new Error(
      `Dashboard: given no place for ${forgotten.join(', ')}, allowed is none left out; add a row.`,
    );
  const alarms: Widget = {
    type: 'alarm',
    x: 0,
    y: 0,
    width: 24,
    height: 4,
    properties: { title: 'Alarms', alarms: parts.alarmArns },
  };
  const graphs: readonly Widget[] = rows.map(({ title, series, stat, region = parts.region }, index) => ({
    type: 'metric',
    x: (index % 3) * 8,
    y: 4 + Math.floor(index / 3) * 6,
    width: 8,
    height: 6,
    properties: { title, region, view: 'timeSeries', period: 60, stat, metrics: series },
  }));
  const broken: Widget = {
    type: 'log',
    x: 0,
    y: 4 + Math.ceil(rows.length / 3) * 6,
    width: 24,
    height: 6,
    properties: {
      title: 'Requests that broke, latest first',
      region: parts.region,
      view: 'table',
      query: `SOURCE '${parts.apiLogGroup}' | fields @timestamp, requestId, err.type, err.code | filter event = "broken" | sort @timestamp desc | limit 20`,
    },
  };
  return { start: '-PT3H', periodOverride: 'inherit', widgets: [alarms, ...graphs, broken] };
}

function rowsOf({ environmentName, loadBalancer }: DashboardParts): readonly Row[] {
  const balancer = (name: string) => ['AWS/ApplicationELB', name, 'LoadBalancer', loadBalancer] as const;
  const database = (name: string) =>
    ['AWS/DocDB', name, 'DBClusterIdentifier', `cool-delivery-${environmentName}`] as const;
  const fleet = (name: string) =>
    ['AWS/AutoScaling', name, 'AutoScalingGroupName', `cool-delivery-${environmentName}-api`] as const;
  const firewall = (name: string) => ['AWS/WAFV2', name, 'WebACL', 'web-acl', 'Rule', 'ALL'] as const;
  return [
    {
      title: 'Requests, errors, slow',
      series: ofApi('Requests', 'ServerErrors', 'SlowRequests'),
      stat: 'Sum',
    },
    {
      title: 'Seen from outside',
      series: [
        ['CoolDelivery/Outside', 'OutsideCheckOk'],
        ['CoolDelivery/Outside', 'OutsideCheckTime'],
      ],
      stat: 'Average',
    },
    {
      title: 'Load balancer',
      series: [
        balancer('HTTPCode_ELB_5XX_Count'),
        balancer('HTTPCode_Target_5XX_Count'),
        balancer('RequestCount'),
      ],
      stat: 'Sum',
    },
    {
      title: 'Answer time at the load balancer, s',
      series: [balancer('TargetResponseTime')],
      stat: 'p99',
    },
    { title: 'Processes that report', series: ofApi('ProcessUp'), stat: 'SampleCount' },
    {
      title: 'Hosts',
      series: [fleet('GroupInServiceInstances'), fleet('GroupDesiredCapacity')],
      stat: 'Average',
    },
    { title: 'Event loop late, ms', series: ofApi('EventLoopDelay'), stat: 'Maximum' },
    { title: 'Memory of a process, bytes', series: ofApi('MemoryUsed'), stat: 'Maximum' },
    { title: 'Open streams of a process', series: ofApi('OpenStreams'), stat: 'Maximum' },
    {
      title: 'Waiting for chain and mail, ms',
      series: ofApi('AuditDrainLag', 'MailDrainLag'),
      stat: 'Maximum',
    },
    { title: 'Database silent', series: ofApi('DatabaseUnavailable'), stat: 'Sum' },
    {
      title: 'Database',
      series: [database('CPUUtilization'), database('DatabaseConnections')],
      stat: 'Average',
    },
    { title: 'Guesses', series: ofApi('SignInFailures', 'SignInLocks', 'PinLocks'), stat: 'Sum' },
    { title: 'Refused', series: ofApi('AccessRefusals', 'RateLimited'), stat: 'Sum' },
    {
      title: 'Banned addresses',
      series: [
        ['CoolDelivery/Bans', 'Banned'],
        ['CoolDelivery/Bans', 'BansLeftOut'],
      ],
      stat: 'Maximum',
    },
    {
      title: 'Firewall',
      series: [firewall('AllowedRequests'), firewall('BlockedRequests')],
      stat: 'Sum',
      region: 'us-east-1', // a web ACL of CloudFront counts there
    },
    {
      title: 'What failed inside',
      series: ofSignals('BrokenRequests', 'MailFailures', 'BackgroundFailures', 'HardStops'),
      stat: 'Sum',
    },
    {
      title: 'Proofs and records tampered with',
      series: ofSignals('AlteredProofs', 'UntoldRefusals'),
      stat: 'Sum',
    },
    {
      title: 'Changed by hand',
      series: ofSignals(
        'SecurityGroupChanges',
        'NetworkChanges',
        'PolicyChanges',
        'BucketAccessChanges',
        'KeyDeletions',
        'TrailChanges',
      ),
      stat: 'Sum',
    },
    {
      title: 'Who entered the account',
      series: ofSignals('RootUses', 'UserSignIns', 'BreakGlassUses', 'RefusedCalls'),
      stat: 'Sum',
    },
  ];
}
