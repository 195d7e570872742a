// What an emulated account holds of the monitoring: topics, alarms, filters, subscriptions and functions, as readers of
// `readBack`.

import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  DescribeMetricFiltersCommand,
  DescribeSubscriptionFiltersCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { at } from '../support/golden.ts';
import { compare, list, type Reader } from './compare.ts';

export const monitoringReaders: Readonly<Record<string, Reader>> = {
  'AWS::CloudWatch::Alarm': async (name, declared, options) => {
    const found = await new CloudWatchClient(options).send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
    const alarm = found.MetricAlarms?.[0];
    const same = [
      'AlarmName',
      'Namespace',
      'MetricName',
      'Statistic',
      'ComparisonOperator',
      'Threshold',
      'Period',
      'EvaluationPeriods',
      'DatapointsToAlarm',
      'TreatMissingData',
    ] as const;
    return [
      ...same.map((property) => compare(property, at(declared, property), alarm?.[property])),
      compare('AlarmActions', list(at(declared, 'AlarmActions')).length, alarm?.AlarmActions?.length),
    ];
  },
  'AWS::SNS::Topic': async (TopicArn, declared, options) => {
    const { Attributes } = await new SNSClient(options).send(new GetTopicAttributesCommand({ TopicArn }));
    return [
      compare('TopicName', at(declared, 'TopicName'), Attributes?.['TopicArn']?.split(':').at(-1)),
      compare(
        'KmsMasterKeyId',
        at(declared, 'KmsMasterKeyId') !== undefined,
        Attributes?.['KmsMasterKeyId'] !== undefined,
      ),
    ];
  },
  'AWS::SNS::Subscription': async (SubscriptionArn, declared, options, ids) => {
    const TopicArn = ids.get(String(at(declared, 'TopicArn', 'Ref')));
    const found = await new SNSClient(options).send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    const one = found.Subscriptions?.find((each) => each.SubscriptionArn === SubscriptionArn);
    return [
      compare('Endpoint', at(declared, 'Endpoint'), one?.Endpoint),
      compare('Protocol', at(declared, 'Protocol'), one?.Protocol),
    ];
  },
  'AWS::Logs::MetricFilter': async (filterName, declared, options) => {
    const found = await new CloudWatchLogsClient(options).send(
      new DescribeMetricFiltersCommand({ filterNamePrefix: filterName }),
    );
    const filter = found.metricFilters?.find((one) => one.filterName === filterName);
    const declaredMetric = at(declared, 'MetricTransformations', 0, 'MetricName');
    return [
      compare('FilterPattern', at(declared, 'FilterPattern'), filter?.filterPattern),
      compare('MetricName', declaredMetric, filter?.metricTransformations?.[0]?.metricName),
    ];
  },
  'AWS::Logs::SubscriptionFilter': async (filterName, declared, options, ids) => {
    const logGroupName = groupOf(at(declared, 'LogGroupName'));
    const handler = ids.get(String(at(declared, 'DestinationArn', 'Fn::GetAtt', 0)));
    const found = await new CloudWatchLogsClient(options).send(
      new DescribeSubscriptionFiltersCommand({ logGroupName }),
    );
    const filter = found.subscriptionFilters?.find((one) => one.filterName === filterName);
    return [
      compare('FilterPattern', at(declared, 'FilterPattern'), filter?.filterPattern),
      compare('DestinationArn', handler, filter?.destinationArn?.split(':').at(-1)),
    ];
  },
  'AWS::Lambda::Function': async (FunctionName, declared, options) => {
    const found = await new LambdaClient(options).send(new GetFunctionConfigurationCommand({ FunctionName }));
    const same = ['Runtime', 'Handler', 'Timeout', 'MemorySize', 'Description'] as const;
    return [
      ...same.map((property) => compare(property, at(declared, property), found[property])),
      compare(
        'Environment',
        Object.keys(Object(at(declared, 'Environment', 'Variables'))).sort(),
        Object.keys(found.Environment?.Variables ?? {}).sort(),
      ),
    ];
  },
};

/** The group is made by another stack, and imported. */
function groupOf(declared: unknown): string {
  return String(at(declared, 'Fn::ImportValue')).includes('Logapi')
    ? '/cool-delivery/dev/backend/api'
    : String(declared);
}
