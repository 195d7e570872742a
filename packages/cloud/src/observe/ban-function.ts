// From a refused sign-in in the API's log to the firewall's ban list. Woken by the log itself and, so that bans end,
// by a clock. It may read that one log and change those two lists.

import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { EncryptedLogGroup } from '../constructs/encrypted-log-group.ts';
import type { PurposeKey } from '../constructs/purpose-key.ts';
import type { Environment } from '../environments.ts';
import { refusedSignIns } from './log-signals.ts';
import { WatchFunction } from './watch-function.ts';

export interface BanFunctionProps {
  readonly environment: Environment;
  readonly apiLog: EncryptedLogGroup;
  readonly logsKey: PurposeKey;
  readonly banLists: { readonly v4: { readonly attrArn: string }; readonly v6: { readonly attrArn: string } };
}

export class BanFunction extends Construct {
  constructor(scope: Construct, id: string, { environment, apiLog, logsKey, banLists }: BanFunctionProps) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    const { logGroupName } = apiLog.group;
    const { v4, v6 } = banLists;
    const { handler } = new WatchFunction(this, 'Watch', {
      handler: 'ban',
      does: 'Keeps the ban lists of the firewall equal to the refused sign-ins of the last hour',
      environmentName: environment.name,
      variables: {
        LOG_GROUP: logGroupName,
        PATTERN: refusedSignIns,
        V4_ARN: v4.attrArn,
        V6_ARN: v6.attrArn,
        ALLOWED: environment.neverBanned.join(','),
      },
      statements: [
        { sid: 'ReadRefusedSignIns', actions: ['logs:FilterLogEvents'], resources: [apiLog.streamsArn] },
        {
          sid: 'KeepTheBanLists',
          actions: ['wafv2:GetIPSet', 'wafv2:UpdateIPSet'],
          resources: [v4.attrArn, v6.attrArn],
        },
      ],
      every: Duration.minutes(5),
      logsKey,
      logDays: environment.logDays,
    });
    const admitted = new lambda.CfnPermission(this, 'LogMayWake', {
      action: 'lambda:InvokeFunction',
      functionName: handler.functionArn,
      principal: new iam.ServicePrincipal(`logs.${region}.amazonaws.com`).service,
      sourceAccount: account,
      sourceArn: apiLog.streamsArn,
    });
    const subscription = new logs.CfnSubscriptionFilter(this, 'Subscription', {
      logGroupName,
      filterName: 'refused-sign-ins',
      filterPattern: refusedSignIns,
      destinationArn: handler.functionArn,
    });
    subscription.addResourceDependency(admitted);
  }
}
