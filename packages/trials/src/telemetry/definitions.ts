// What the synthesised template of monitoring says, read from disk: alarms, composite alarms, metric filters, widgets
// and functions. References to other stacks become words that stand for them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../platform/start-platform.ts';

export type MetricRead = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
};

export type Alarm = {
  readonly name: string;
  readonly reads: Readonly<Record<string, MetricRead>>;
  readonly expression: string | undefined;
  readonly comparison: string;
  readonly threshold: number;
  readonly periodS: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly missing: string;
  readonly actions: readonly string[];
};

export type Composite = { readonly name: string; readonly rule: string; readonly actions: readonly string[] };

export type LogFilter = {
  readonly group: string;
  readonly pattern: string;
  readonly namespace: string;
  readonly metric: string;
};

export type Definitions = {
  readonly alarms: readonly Alarm[];
  readonly composites: readonly Composite[];
  readonly filters: readonly LogFilter[];
  /** What wakes a function: the same kind of pattern, counted by nobody. */
  readonly subscriptions: readonly Pick<LogFilter, 'group' | 'pattern'>[];
  readonly widgets: readonly {
    readonly title: string;
    readonly metrics: readonly Omit<MetricRead, 'statistic'>[];
  }[];
  readonly logWidgets: readonly { readonly title: string; readonly group: string; readonly query: string }[];
  /** Names of the alarms that the page shows. */
  readonly alarmsShown: readonly string[];
  readonly queries: readonly { readonly name: string; readonly group: string; readonly query: string }[];
  /** Text of a function by the file name it was made from, as its description begins. */
  readonly functions: readonly { readonly description: string; readonly source: string }[];
};

type Properties = Readonly<Record<string, unknown>>;

export function readDefinitions(environment: 'dev' | 'qa' | 'prod'): Definitions {
  const file = join(checkout, `packages/cloud/golden/assembly/${environment}/observe.template.json`);
  const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: Properties }>>;
  };
  const resolve = (value: unknown): unknown => resolved(value, Resources, environment);
  const of = (type: string) =>
    Object.values(Resources)
      .filter(({ Type }) => Type === type)
      .map(({ Properties = {} }) => resolve(Properties) as Properties);
  return {
    alarms: of('AWS::CloudWatch::Alarm').map(alarmOf),
    composites: of('AWS::CloudWatch::CompositeAlarm').map((one) => ({
      name: text(one, 'AlarmName'),
      rule: text(one, 'AlarmRule'),
      actions: one['AlarmActions'] as readonly string[],
    })),
    filters: of('AWS::Logs::MetricFilter').map((one) => {
      const [transformation] = one['MetricTransformations'] as readonly Properties[];
      return {
        group: text(one, 'LogGroupName'),
        pattern: text(one, 'FilterPattern'),
        namespace: text(transformation ?? {}, 'MetricNamespace'),
        metric: text(transformation ?? {}, 'MetricName'),
      };
    }),
    subscriptions: of('AWS::Logs::SubscriptionFilter').map((one) => ({
      group: text(one, 'LogGroupName'),
      pattern: text(one, 'FilterPattern'),
    })),
    ...pageOf(of('AWS::CloudWatch::Dashboard').flatMap((one) => widgetsOf(text(one, 'DashboardBody')))),
    queries: of('AWS::Logs::QueryDefinition').map((one) => ({
      name: text(one, 'Name'),
      group: String((one['LogGroupNames'] as readonly unknown[])[0]),
      query: text(one, 'QueryString'),
    })),
    functions: of('AWS::Lambda::Function').map((one) => ({
      description: text(one, 'Description'),
      source: text(one['Code'] as Properties, 'ZipFile'),
    })),
  };
}

function alarmOf(one: Properties): Alarm {
  const metrics = one['Metrics'] as readonly Properties[] | undefined;
  const stats = (metrics ?? []).flatMap((each) => {
    const stat = each['MetricStat'] as Properties | undefined;
    return stat === undefined ? [] : [{ id: text(each, 'Id'), stat }];
  });
  const reads: Readonly<Record<string, MetricRead>> =
    metrics === undefined
      ? { value: readOf(one, one['Statistic']) }
      : Object.fromEntries(
          stats.map(({ id, stat }) => [id, readOf(stat['Metric'] as Properties, stat['Stat'])]),
        );
  return {
    name: text(one, 'AlarmName'),
    reads,
    expression: metrics?.find((each) => each['Expression'] !== undefined)?.['Expression'] as
      | string
      | undefined,
    comparison: text(one, 'ComparisonOperator'),
    threshold: Number(one['Threshold']),
    periodS: Number(one['Period'] ?? stats[0]?.stat['Period']),
    evaluationPeriods: Number(one['EvaluationPeriods']),
    datapointsToAlarm: Number(one['DatapointsToAlarm']),
    missing: text(one, 'TreatMissingData'),
    actions: one['AlarmActions'] as readonly string[],
  };
}

function readOf(metric: Properties, statistic: unknown): MetricRead {
  const list = (metric['Dimensions'] ?? []) as readonly { readonly Name: string; readonly Value: string }[];
  return {
    namespace: text(metric, 'Namespace'),
    name: text(metric, 'MetricName'),
    dimensions: Object.fromEntries(list.map(({ Name, Value }) => [Name, Value])),
    statistic: String(statistic),
  };
}

type Widget = { readonly type: string; readonly properties: Properties };

const widgetsOf = (body: string) =>
  (JSON.parse(body) as { readonly widgets: readonly Widget[] }).widgets.map((widget) => {
    if (['metric', 'log', 'alarm'].includes(widget.type)) return widget;
    throw new Error(`Widget: given type ${widget.type}, understood are metric, log and alarm.`);
  });

function pageOf(widgets: readonly Widget[]): Pick<Definitions, 'widgets' | 'logWidgets' | 'alarmsShown'> {
  const of = (wanted: string) =>
    widgets.filter(({ type }) => type === wanted).map(({ properties }) => properties);
  return {
    widgets: of('metric').map((one) => ({
      title: text(one, 'title'),
      metrics: (one['metrics'] as readonly (readonly string[])[]).map(
        ([namespace = '', name = '', ...rest]) => ({
          namespace,
          name,
          dimensions: Object.fromEntries(pairs(rest)),
        }),
      ),
    })),
    logWidgets: of('log').map((one) => {
      const [, group = '', query = ''] = /^SOURCE '([^']+)' \| (.*)$/s.exec(text(one, 'query')) ?? [];
      return { title: text(one, 'title'), group, query };
    }),
    alarmsShown: of('alarm').flatMap((one) =>
      (one['alarms'] as readonly string[]).map((arn) => arn.split(':alarm:')[1] ?? arn),
    ),
  };
}

function pairs(list: readonly string[]): readonly (readonly [string, string])[] {
  return list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1] ?? ''] as const] : []));
}

/** Only what our template uses; anything else stays visible as JSON and fails whoever reads it as text. */
function resolved(
  value: unknown,
  resources: Readonly<Record<string, unknown>>,
  environment: string,
): unknown {
  if (Array.isArray(value)) return value.map((each) => resolved(each, resources, environment));
  if (typeof value !== 'object' || value === null) return value;
  const [first, ...others] = Object.entries(value);
  if (first !== undefined && others.length === 0) {
    const [name, inner] = first;
    if (name === 'Ref') return namedResource(String(inner), resources);
    if (name === 'Fn::Join') {
      const [separator, parts] = inner as readonly [string, readonly unknown[]];
      return parts.map((part) => String(resolved(part, resources, environment))).join(separator);
    }
    if (name === 'Fn::GetAtt') return `(${[inner].flat().join('.')})`;
    if (name === 'Fn::ImportValue') return importedName(String(inner), environment);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, resolved(inner, resources, environment)]),
  );
}

function namedResource(id: string, resources: Readonly<Record<string, unknown>>): string {
  const properties = (resources[id] as { readonly Properties?: Properties } | undefined)?.Properties ?? {};
  const name = properties['LogGroupName'] ?? properties['TopicName'];
  return typeof name === 'string' ? name : `(${id})`;
}

/** The two things of the API's stack that monitoring names. */
function importedName(name: string, environment: string): string {
  if (/Entry.*LoadBalancer/.test(name)) return 'app/the-load-balancer';
  if (/Logapi/.test(name)) return apiLogGroup(environment);
  return `(${name})`;
}

export const apiLogGroup = (environment: string) => `/cool-delivery/${environment}/backend/api`;
export const trailLogGroup = (environment: string) => `/cool-delivery/${environment}/account/trail`;

function text(properties: Properties, name: string): string {
  const value = properties[name];
  if (typeof value !== 'string') throw new Error(`${name}: given ${JSON.stringify(value)}, allowed is text.`);
  return value;
}
