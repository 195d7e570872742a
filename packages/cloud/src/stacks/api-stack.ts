// Edge and private tier: the internal load balancer and the hosts behind it.

import { type environmentVariables, ports } from '@cool/contract/runtime';
import { Stack, type StackProps } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { BackendFleet } from '../constructs/backend-fleet.ts';
import { BackendRole } from '../constructs/backend-role.ts';
import { EncryptedLogGroup } from '../constructs/encrypted-log-group.ts';
import { InternalLoadBalancer } from '../constructs/internal-load-balancer.ts';
import type { Environment } from '../environments.ts';
import type { DataStack } from './data-stack.ts';
import type { LogsStack } from './logs-stack.ts';
import type { NetworkStack } from './network-stack.ts';

export interface ApiStackProps extends StackProps {
  readonly environment: Environment;
  readonly network: NetworkStack;
  readonly data: DataStack;
  readonly logs: LogsStack;
}

export class ApiStack extends Stack {
  readonly loadBalancer: elb.ApplicationLoadBalancer;
  /** What the API itself says, metrics included. */
  readonly log: EncryptedLogGroup;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { environment, network, data, logs } = props;
    const certificate = new acm.Certificate(this, 'OriginCertificate', {
      domainName: `origin.${environment.domain}`, // the name CloudFront asks for and checks
      validation: acm.CertificateValidation.fromDns(
        route53.PublicHostedZone.fromHostedZoneAttributes(this, 'Zone', {
          hostedZoneId: environment.hostedZoneId,
          zoneName: environment.domain,
        }),
      ),
    });
    const { loadBalancer, targetGroup } = new InternalLoadBalancer(this, 'Entry', {
      name: `cool-delivery-${environment.name}`,
      vpc: network.vpc,
      subnets: network.subnets.tiers.edge.subnets,
      group: network.groups['load-balancer'],
      certificateArn: certificate.certificateArn,
      logBucketName: logs.bucket.bucketName,
    });
    this.loadBalancer = loadBalancer;
    const hostLog = (log: string) =>
      new EncryptedLogGroup(this, `Log-${log}`, {
        name: `/cool-delivery/${environment.name}/backend/${log}`,
        key: logs.key,
        days: environment.logDays,
      });
    this.log = hostLog('api');
    const { role } = new BackendRole(this, 'HostRole', {
      environmentName: environment.name,
      logs: [this.log, hostLog('host'), hostLog('sessions')],
      databaseUser: data.databaseUser,
      dataKey: data.key,
    });
    new BackendFleet(this, 'Hosts', {
      environment,
      vpc: network.vpc,
      subnets: network.subnets.tiers.private.subnets,
      group: network.groups.backend,
      role,
      targetGroup,
      settings: {
        DATABASE: 'cool_delivery',
        PORT: String(ports.api),
        PUBLIC_ORIGIN: `https://${environment.domain}`,
        MFA_REQUIRED: environment.secondFactor,
        DATABASE_HOST: data.database.host,
        DATABASE_USER_SECRET: data.databaseUser.secretArn,
      } satisfies Settings,
    });
  }
}

/** Variables of the API as they are, and the two from which the host makes MONGODB_URI without storing it. */
type Settings = Partial<Record<keyof typeof environmentVariables, string>> &
  Record<'DATABASE_HOST' | 'DATABASE_USER_SECRET', string>;
