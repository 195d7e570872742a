// Names: which ones the VPC's resolver answers, and a log of every question. A stack of its own because the list names
// what the stacks before it made, and hosts come after it.

import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { allowedNames } from '../allowed-names.ts';
import { DnsFirewall } from '../constructs/dns-firewall.ts';
import type { PurposeKey } from '../constructs/purpose-key.ts';
import { QueryLog } from '../constructs/query-log.ts';
import type { Environment } from '../environments.ts';
import type { ArtefactsStack } from './artefacts-stack.ts';
import type { DataStack } from './data-stack.ts';
import type { NetworkStack } from './network-stack.ts';

export interface DnsStackProps extends StackProps {
  readonly environment: Environment;
  readonly network: NetworkStack;
  readonly artefacts: ArtefactsStack;
  readonly data: DataStack;
  readonly logsKey: PurposeKey;
}

export class DnsStack extends Stack {
  constructor(scope: Construct, id: string, props: DnsStackProps) {
    super(scope, id, props);
    const { environment, network, artefacts, data, logsKey } = props;
    const { name: environmentName, logDays } = environment;
    new QueryLog(this, 'Queries', { vpc: network.vpc, environmentName, logsKey, logDays });
    new DnsFirewall(this, 'Firewall', {
      environmentName,
      vpc: network.vpc,
      allowed: allowedNames({
        buckets: [artefacts.bucket, data.evidence].map((bucket) => bucket.bucketRegionalDomainName),
        database: data.database.hosts,
      }),
    });
  }
}
