// The tables as CloudWatch resources. Names are the table's ids under the environment's name: what the page says is
// what the runbook is called.

import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { AlarmDefinition, CompositeDefinition, MetricRead } from './alarm.ts';

export interface AlarmResourcesProps {
  readonly environmentName: string;
  readonly alarms: readonly AlarmDefinition[];
  readonly composites: readonly CompositeDefinition[];
  /** Where the two severities go. */
  readonly topicArns: Readonly<Record<'page' | 'notice', string>>;
}

const operators = {
  above: 'GreaterThanThreshold',
  atLeast: 'GreaterThanOrEqualToThreshold',
  below: 'LessThanThreshold',
} as const;

export class AlarmResources extends Construct {
  readonly arns: readonly string[];

  constructor(scope: Construct, id: string, props: AlarmResourcesProps) {
    super(scope, id);
    const nameOf = (alarm: string) => `cool-delivery-${props.environmentName}-${alarm}`;
    const made = new Map(
      props.alarms.map((alarm) => [alarm.id, this.makeAlarm(alarm, nameOf, props.topicArns)]),
    );
    for (const composite of props.composites) {
      const resource = this.makeComposite(composite, nameOf, props.topicArns);
      for (const child of [...composite.anyOf, ...composite.noneOf]) {
        const alarm = made.get(child);
        if (alarm === undefined)
          throw new Error(
            `${composite.id}: given the alarm ${child}, allowed are those of the table; correct its name.`,
          );
        resource.addResourceDependency(alarm);
      }
    }
    this.arns = [...props.alarms, ...props.composites].map(({ id: alarm }) =>
      Stack.of(this).formatArn({
        service: 'cloudwatch',
        resource: 'alarm',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        resourceName: nameOf(alarm),
      }),
    );
  }

  private makeAlarm(
    alarm: AlarmDefinition,
    nameOf: (id: string) => string,
    topicArns: AlarmResourcesProps['topicArns'],
  ): cloudwatch.CfnAlarm {
    const topic = topicArns[alarm.severity];
    return new cloudwatch.CfnAlarm(this, alarm.id, {
      alarmName: nameOf(alarm.id),
      alarmDescription: describe(alarm),
      comparisonOperator: operators[alarm.comparison],
      threshold: alarm.threshold,
      evaluationPeriods: alarm.periods,
      datapointsToAlarm: alarm.datapoints,
      treatMissingData: alarm.silenceIs === 'bad' ? 'breaching' : 'notBreaching',
      alarmActions: [topic],
      okActions: [topic],
      ...whatItReads(alarm),
    });
  }

  private makeComposite(
    { id, anyOf, noneOf, severity, when }: CompositeDefinition,
    nameOf: (id: string) => string,
    topicArns: AlarmResourcesProps['topicArns'],
  ): cloudwatch.CfnCompositeAlarm {
    const any = anyOf.map((child) => `ALARM("${nameOf(child)}")`).join(' OR ');
    const none = noneOf.map((child) => ` AND NOT ALARM("${nameOf(child)}")`).join('');
    return new cloudwatch.CfnCompositeAlarm(this, id, {
      alarmName: nameOf(id),
      alarmDescription: describe({ id, when }),
      alarmRule: `(${any})${none}`,
      alarmActions: [topicArns[severity]],
      okActions: [topicArns[severity]],
    });
  }
}

const describe = ({ id, when }: Pick<AlarmDefinition, 'id' | 'when'>) =>
  `Speaks when ${when}. What to do: docs/runbooks/${id}.md`;

type Reading = Pick<
  cloudwatch.CfnAlarmProps,
  'namespace' | 'metricName' | 'dimensions' | 'period' | 'statistic' | 'extendedStatistic' | 'metrics'
>;

function whatItReads({ reads, expression, periodS }: AlarmDefinition): Reading {
  const entries = Object.entries(reads);
  const [first] = entries;
  if (expression === undefined) {
    if (first === undefined || entries.length > 1)
      throw new Error(
        `Alarm: given ${entries.length} metrics without an expression, allowed is one; add one.`,
      );
    const [, { namespace, name, statistic, dimensions }] = first;
    return {
      namespace,
      metricName: name,
      period: periodS,
      ...(statistic === 'p99' ? { extendedStatistic: statistic } : { statistic }),
      ...(dimensions === undefined ? {} : { dimensions: asList(dimensions) }),
    };
  }
  return {
    metrics: [
      { id: 'result', expression, returnData: true },
      ...entries.map(([id, { namespace, name, statistic, dimensions }]) => ({
        id,
        returnData: false,
        metricStat: {
          metric: {
            namespace,
            metricName: name,
            ...(dimensions === undefined ? {} : { dimensions: asList(dimensions) }),
          },
          period: periodS,
          stat: statistic,
        },
      })),
    ],
  };
}

const asList = (dimensions: NonNullable<MetricRead['dimensions']>) =>
  Object.entries(dimensions).map(([name, value]) => ({ name, value }));
