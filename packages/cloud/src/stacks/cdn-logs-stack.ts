// The distribution's access log. After the distribution, which it names, and in us-east-1, where its source must be.

import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CdnLog } from '../constructs/cdn-log.ts';
import type { Environment } from '../environments.ts';
import type { EdgeStack } from './edge-stack.ts';
import type { FrontStack } from './front-stack.ts';

export interface CdnLogsStackProps extends StackProps {
  readonly environment: Environment;
  readonly edge: EdgeStack;
  readonly front: FrontStack;
}

export class CdnLogsStack extends Stack {
  constructor(scope: Construct, id: string, props: CdnLogsStackProps) {
    super(scope, id, props);
    const { environment, edge, front } = props;
    new CdnLog(this, 'AccessLog', {
      environmentName: environment.name,
      distributionId: front.distributionId,
      key: edge.logsKey,
      days: environment.logDays,
    });
  }
}
