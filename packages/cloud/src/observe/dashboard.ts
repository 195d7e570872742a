// One page for whoever was woken: which alarms speak, what users feel, what is running out, who is at the door. Every
// metric of the API stands on it.

import { type MetricName, metricNamespace, metrics } from '@cool/contract/telemetry';

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
}

type Widget = Readonly<Record<string, unknown>>;

const ofApi = (...names: readonly MetricName[]) => names.map((name) => [metricNamespace, name] as const);

export function dashboardBody(parts: DashboardParts): object {
  const rows = rowsOf(parts);
  const drawn = new Set(rows.flatMap(({ series }) => series.map(([, name]) => name)));
  const forgotten = Object.keys(metrics).filter((name) => !drawn.has(name));
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
  const graphs = rows.map(({ title, series, stat }, index) => ({
    type: 'metric',
    x: (index % 3) * 8,
    y: 4 + Math.floor(index / 3) * 6,
    width: 8,
    height: 6,
    properties: { title, region: parts.region, view: 'timeSeries', period: 60, stat, metrics: series },
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
  ];
}
