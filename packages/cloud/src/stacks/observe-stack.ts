// Monitoring: what people must hear of, where they look, and what defends itself. Reads the logs and metrics of the
// other stacks; no other stack knows it.

import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as cloudwatchLogs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Environment } from '../environments.ts';
import { AccountTrail } from '../observe/account-trail.ts';
import { AlarmResources } from '../observe/alarm-resources.ts';
import { alarmsOf, compositeAlarms } from '../observe/alarms.ts';
import { AlertTopics } from '../observe/alert-topics.ts';
import { BanFunction } from '../observe/ban-function.ts';
import { dashboardBody } from '../observe/dashboard.ts';
import { apiSignals, type Signal, signalNamespace } from '../observe/log-signals.ts';
import { savedQueries } from '../observe/queries.ts';
import { trailSignals } from '../observe/trail-signals.ts';
import { WatchFunction } from '../observe/watch-function.ts';
import type { ApiStack } from './api-stack.ts';
import type { EdgeStack } from './edge-stack.ts';
import type { LogsStack } from './logs-stack.ts';

export interface ObserveStackProps extends StackProps {
  readonly environment: Environment;
  readonly logs: LogsStack;
  readonly api: ApiStack;
  readonly edge: EdgeStack;
}

export class ObserveStack extends Stack {
  constructor(scope: Construct, id: string, props: ObserveStackProps) {
    super(scope, id, props);
    const { environment, logs, api, edge } = props;
    const { name } = environment;
    const apiLogGroup = api.log.group.logGroupName;
    const loadBalancer = api.loadBalancer.loadBalancerFullName;

    const trail = new AccountTrail(this, 'Trail', {
      environment,
      logsKey: logs.key,
      logBucketName: logs.bucket.bucketName,
    });
    this.count(apiLogGroup, apiSignals);
    this.count(trail.logGroupName, trailSignals);

    new BanFunction(this, 'Bans', {
      environment,
      apiLog: api.log,
      logsKey: logs.key,
      banLists: edge.banLists,
    });
    new WatchFunction(this, 'OutsideCheck', {
      handler: 'outside-check',
      does: 'Asks the public door what a visitor would ask, as nobody',
      environmentName: name,
      variables: { ORIGIN: `https://${environment.domain}` },
      statements: [],
      every: Duration.minutes(5),
      logsKey: logs.key,
      logDays: environment.logDays,
    });

    const topics = new AlertTopics(this, 'Alerts', environment);
    const alarms = new AlarmResources(this, 'Alarms', {
      environmentName: name,
      alarms: alarmsOf(environment, loadBalancer),
      composites: compositeAlarms,
      topicArns: topics.arns,
    });
    new cloudwatch.CfnDashboard(this, 'Dashboard', {
      dashboardName: `cool-delivery-${name}`,
      dashboardBody: this.toJsonString(
        dashboardBody({
          environmentName: name,
          region: this.region,
          alarmArns: alarms.arns,
          loadBalancer,
          apiLogGroup,
        }),
      ),
    });
    this.saveQueries({ api: apiLogGroup, profiler: `/aws/docdb/cool-delivery-${name}/profiler` });
  }

  private count(logGroupName: string, signals: readonly Signal[]): void {
    for (const { metric, pattern } of signals)
      new cloudwatchLogs.CfnMetricFilter(this, `Count${metric}`, {
        logGroupName,
        filterPattern: pattern,
        metricTransformations: [
          { metricNamespace: signalNamespace, metricName: metric, metricValue: '1', defaultValue: 0 },
        ],
      });
  }

  /** Those over this region's logs; what lies in us-east-1 is asked there, with the text of the runbook. */
  private saveQueries(groups: Readonly<Partial<Record<string, string>>>): void {
    for (const { id, log, query } of savedQueries) {
      const group = groups[log];
      if (group === undefined) continue;
      new cloudwatchLogs.CfnQueryDefinition(this, `Query-${id}`, {
        name: `cool-delivery/${this.stackName}/${id}`,
        queryString: query,
        logGroupNames: [group],
      });
    }
  }
}
