// What a new release must not do while it replaces the old one: answer with errors, or fail its health check. The
// refresh watches these, so a bad release goes back by itself. What pages a person is decided elsewhere.

import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

export interface ReleaseAlarmsProps {
  readonly name: string;
  readonly targetGroup: elb.ApplicationTargetGroup;
}

const period = Duration.minutes(1);

export class ReleaseAlarms extends Construct {
  readonly alarms: readonly cloudwatch.Alarm[];

  constructor(scope: Construct, id: string, { name, targetGroup }: ReleaseAlarmsProps) {
    super(scope, id);
    const errors = new cloudwatch.MathExpression({
      label: 'Share of requests a host answered with an error, in percent',
      // Below 20 requests a minute one unlucky request would be a bad release.
      expression: 'IF(requests >= 20, 100 * errors / requests, 0)',
      usingMetrics: {
        errors: targetGroup.metrics.httpCodeTarget(elb.HttpCodeTarget.TARGET_5XX_COUNT, {
          period,
          statistic: 'Sum',
        }),
        requests: targetGroup.metrics.requestCount({ period, statistic: 'Sum' }),
      },
      period,
    });
    this.alarms = [
      this.watch('Errors', `${name}-release-errors`, errors, 5, 'More than 5 % of requests fail'),
      this.watch(
        'Unhealthy',
        `${name}-release-unhealthy`,
        targetGroup.metrics.unhealthyHostCount({ period, statistic: 'Minimum' }),
        0,
        'A host fails its health check',
      ),
    ];
  }

  private watch(
    id: string,
    alarmName: string,
    metric: cloudwatch.IMetric,
    threshold: number,
    alarmDescription: string,
  ): cloudwatch.Alarm {
    const alarm = new cloudwatch.Alarm(this, id, {
      alarmName,
      alarmDescription: `${alarmDescription}: a release that is being rolled out goes back.`,
      metric,
      threshold,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING, // no requests, no errors
    });
    acknowledge(alarm, {
      rule: 'NIST.800.53.R5-CloudWatchAlarmAction',
      reason: 'Auto Scaling reads it while it replaces hosts; the alarms that page people have their actions',
      owner: 'platform-team',
      expires: '2027-11-30',
    });
    return alarm;
  }
}
