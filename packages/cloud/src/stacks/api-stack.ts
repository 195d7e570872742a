// Edge and private tier: the internal load balancer and the hosts behind it.

import { type environmentVariables, ports } from '@cool/contract/runtime';
import { Stack, type StackProps } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { BackendFleet } from '../constructs/backend-fleet.ts';
import { BackendRole } from '../constructs/backend-role.ts';
import { EncryptedLogGroup } from '../constructs/encrypted-log-group.ts';
import { InternalLoadBalancer } from '../constructs/internal-load-balancer.ts';
import { ReleaseAlarms } from '../constructs/release-alarms.ts';
import { SessionManager } from '../constructs/session-manager.ts';
import { releaseParameters } from '../delivery/release-parameters.ts';
import type { Environment } from '../environments.ts';
import { databasePort } from '../flows.ts';
import type { ArtefactsStack } from './artefacts-stack.ts';
import { type DataStack, databaseName } from './data-stack.ts';
import type { LogsStack } from './logs-stack.ts';
import type { MailStack } from './mail-stack.ts';
import type { NetworkStack } from './network-stack.ts';

/** Where the image keeps the certificate of the authority that signs the cluster's. */
const authorityPath = '/etc/cool-delivery/database-authority.pem';

export interface ApiStackProps extends StackProps {
  readonly environment: Environment;
  readonly network: NetworkStack;
  readonly data: DataStack;
  readonly logs: LogsStack;
  readonly artefacts: ArtefactsStack;
  readonly mail: MailStack;
}

export class ApiStack extends Stack {
  readonly loadBalancer: elb.ApplicationLoadBalancer;
  /** What the API itself says, metrics included. */
  readonly log: EncryptedLogGroup;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { environment, network, data, logs, artefacts, mail } = props;
    const certificate = new acm.Certificate(this, 'OriginCertificate', {
      domainName: `origin.${environment.domain}`, // the origin's name, which CloudFront checks
      subjectAlternativeNames: [environment.domain], // the Host it passes on, which it may check instead
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
    const sessionLog = hostLog('sessions');
    const sessions = new SessionManager(this, 'Sessions', {
      environmentName: environment.name,
      log: sessionLog,
    });
    const { role } = new BackendRole(this, 'HostRole', {
      environmentName: environment.name,
      logs: [this.log, hostLog('host'), sessionLog],
      secretArns: [data.databaseUser.ref, data.apiKeys.ref],
      dataKey: data.key,
      artefacts,
      evidence: { bucketArn: data.evidenceArn, key: data.evidenceKey },
      mail,
      sessions,
    });
    new BackendFleet(this, 'Hosts', {
      environment,
      vpc: network.vpc,
      subnets: network.subnets.tiers.private.subnets,
      group: network.groups.backend,
      role,
      targetGroup,
      releaseAlarms: new ReleaseAlarms(this, 'Release', {
        name: `cool-delivery-${environment.name}`,
        targetGroup,
      }).alarms,
      settings: {
        DATABASE: databaseName,
        MONGODB_URI: databaseAddress(data.database.host),
        PORT: String(ports.api),
        PUBLIC_ORIGIN: `https://${environment.domain}`,
        MFA_REQUIRED: environment.secondFactor,
        DATABASE_USER_SECRET: data.databaseUser.ref,
        KEYS_SECRET: data.apiKeys.ref,
        ARTEFACT_BUCKET: artefacts.bucket.bucketName,
        API_DIGEST: ssm.StringParameter.valueForStringParameter(
          this,
          releaseParameters(environment.name).apiDigest,
        ),
        EVIDENCE_BUCKET: data.evidence.bucketName,
        MAIL_SENDER: mail.sender,
        MAIL_RULES: mail.configurationSetName,
      } satisfies Settings,
    });
  }
}

/** Everything but the user: the address is no secret and stands in the template, the password never does. */
function databaseAddress(host: string): string {
  const options = ['tls=true', `tlsCAFile=${authorityPath}`, 'replicaSet=rs0', 'readPreference=primary'];
  return `mongodb://${host}:${databasePort}/?${options.join('&')}`;
}

/** Variables of the API as they are, and those from which the host fetches its release and makes the rest. */
type Settings = Partial<Record<keyof typeof environmentVariables, string>> & Record<HostSetting, string>;

type HostSetting =
  | 'API_DIGEST'
  | 'ARTEFACT_BUCKET'
  | 'DATABASE_USER_SECRET' // becomes DATABASE_USER_FILE
  | 'EVIDENCE_BUCKET'
  | 'KEYS_SECRET' // becomes KEYS_FILE
  | 'MAIL_RULES'
  | 'MAIL_SENDER';
