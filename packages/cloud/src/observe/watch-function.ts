// A function that watches: its text stands in the template, it writes its own log, runs one at a time, and may do
// beyond that exactly the statements it is given; none is the usual case.

import { readFileSync } from 'node:fs';
import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { EncryptedLogGroup } from '../constructs/encrypted-log-group.ts';
import { acknowledgeFunction } from '../constructs/function-findings.ts';
import type { PurposeKey } from '../constructs/purpose-key.ts';
import { serviceRole } from '../constructs/service-role.ts';

export interface WatchFunctionProps {
  /** File in `src/handlers/`, without its ending. */
  readonly handler: 'ban' | 'outside-check';
  readonly does: string;
  readonly environmentName: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly statements: readonly iam.PolicyStatementProps[];
  readonly every: Duration;
  readonly logsKey: PurposeKey;
  readonly logDays: number;
}

export class WatchFunction extends Construct {
  readonly handler: lambda.Function;

  constructor(scope: Construct, id: string, props: WatchFunctionProps) {
    super(scope, id);
    const log = new EncryptedLogGroup(this, 'Log', {
      name: `/cool-delivery/${props.environmentName}/observe/${props.handler}`,
      key: props.logsKey,
      days: props.logDays,
    });
    const role = serviceRole(this, 'Role', {
      service: 'lambda.amazonaws.com',
      description: props.does,
      statements: [
        ...props.statements,
        {
          sid: 'WriteOwnLog',
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [log.streamsArn],
        },
      ],
    });
    this.handler = new lambda.Function(this, 'Handler', {
      description: props.does,
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline(watchSource(props.handler)),
      environment: { ...props.variables },
      role,
      logGroup: log.group,
      timeout: Duration.minutes(1),
      memorySize: 256,
      reservedConcurrentExecutions: 1,
      maxEventAge: Duration.minutes(1), // the next run sees the same, and later things: an old event has no use
      retryAttempts: 0,
    });
    new events.Rule(this, 'Clock', {
      description: `Runs ${props.handler} of ${props.environmentName}`,
      schedule: events.Schedule.rate(props.every),
      targets: [
        new targets.LambdaFunction(this.handler, { retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
      ],
    });
    acknowledgeFunction(this.handler);
  }
}

/** The text of a handler as it goes into the template. */
export function watchSource(name: WatchFunctionProps['handler']): string {
  return readFileSync(new URL(`../handlers/${name}.cjs`, import.meta.url), 'utf8');
}
