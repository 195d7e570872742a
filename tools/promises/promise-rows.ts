// The promises of the deck and what keeps each. `later` says which part is not there yet, and what it waits for.

import { declared, inStack, type Row, shown, source } from './row.ts';

const alarmChain = 'packages/trials/test/alarm-chain.journey.test.ts';
const identity = 'packages/api/test/identity.journey.test.ts';
const twoSites = 'packages/guard/test/two-sites.test.ts';

const host = (id: string, says: string): Row => ({
  id,
  says,
  by: [],
  shown: [],
  later: { awaits: 'host', what: 'the hardened host tree, booted and attacked' },
});

export const promiseRows: readonly Row[] = [
  {
    id: 'SCALE',
    says: 'scalable, flexible, pay per use',
    by: [declared('api', 'AWS::AutoScaling::AutoScalingGroup'), declared('costs', 'AWS::Budgets::Budget')],
    shown: [
      inStack('api', 'scales between the bounds of the table over three zones'),
      inStack('costs', 'have the budget of the configuration, for the whole account'),
      shown(
        'packages/cloud/src/estimate/estimate-command.test.ts',
        'exits 1 above the budget, and says what to do',
      ),
    ],
  },
  {
    id: 'AUTO',
    says: 'automation instead of manual operations',
    by: [source('packages/cloud/src/delivery/deploy.ts'), declared('pipeline', 'AWS::IAM::OIDCProvider')],
    shown: [
      shown('packages/cloud/test/delivery.journey.test.ts', 'promotes the same bytes to qa'),
      inStack('api', 'lets people in by sessions alone: encrypted, logged as they happen, short'),
    ],
  },
  {
    id: 'MODELS',
    says: 'cloud and service models, and who answers for what',
    by: [],
    shown: [],
    later: { awaits: 'judge', what: 'the generated table of services, models and responsibilities' },
  },
  {
    id: 'MOVE',
    says: 'from on-premises to cloud',
    by: [],
    shown: [],
    later: { awaits: 'platform', what: 'the migration command with its proof of a complete copy' },
  },
  {
    id: 'ENV3',
    says: 'dev, qa and prod kept separate',
    by: [source('packages/cloud/src/environments.ts'), source('packages/cloud/src/environment-rules.ts')],
    shown: [
      inStack('every', 'names no account but its own'),
      inStack('every', 'imports from its own environment alone'),
      shown(
        'packages/cloud/test/delivery.journey.test.ts',
        'deploys nothing with the credentials of another account',
      ),
    ],
    control: 'environments-in-own-accounts',
    later: { awaits: 'organisation', what: 'refusals above the accounts' },
  },
  {
    id: 'FRONT',
    says: 'front end, static, on S3',
    by: [declared('front', 'AWS::S3::Bucket'), declared('front', 'AWS::CloudFront::OriginAccessControl')],
    shown: [
      inStack('front', 'lets the distribution, and nobody else, read the files'),
      shown(
        'packages/cloud/test/delivery.journey.test.ts',
        'the bucket answers the distribution, and nobody else',
      ),
    ],
  },
  {
    id: 'API',
    says: 'a TypeScript API on EC2 behind the load balancer',
    by: [
      declared('api', 'AWS::EC2::LaunchTemplate'),
      declared('api', 'AWS::ElasticLoadBalancingV2::LoadBalancer'),
      source('packages/api/src/main.ts'),
    ],
    shown: [
      inStack('api', 'runs the release whose digest stands in a parameter'),
      shown('packages/trials/test/main-job.journey.test.ts', 'came to its end'),
    ],
    later: {
      awaits: 'platform',
      what: 'on AWS the API keeps proofs in S3, mails through SES and has the head of the audit chain signed by KMS; so far it does so in folders and beside a local signer',
    },
  },
  {
    id: 'DB',
    says: 'MongoDB-compatible cluster in the secured tier: TLS, encrypted, audited, backed up',
    by: [
      declared('data', 'AWS::DocDB::DBCluster'),
      declared('data', 'Custom::DatabaseAccess'),
      declared('data', 'AWS::SecretsManager::RotationSchedule'),
      declared('data', 'AWS::Backup::BackupPlan'),
    ],
    shown: [
      inStack('data', 'demands TLS and writes audit and profiler logs'),
      inStack('data', 'is encrypted, backed up and cannot be deleted by accident'),
      inStack('data', 'stand before a host asks for one, and again when the table of rights has changed'),
      shown(
        'packages/cloud/src/database-access/grant.test.ts',
        'stops when the database would let the API remove from the audit trail',
      ),
    ],
  },
  {
    id: 'STRIDE',
    says: 'a threat model whose threats name their controls',
    by: [source('packages/guard/src/threats/promises.ts')],
    shown: [shown('packages/guard/src/controls/controls.test.ts', 'knows a threat of every STRIDE category')],
    later: { awaits: 'judge', what: 'every threat with its proofs and attacks' },
  },
  {
    id: 'T-SPOOF',
    says: 'spoofing',
    by: [declared('mail', 'AWS::SES::EmailIdentity'), source('packages/api/src/features/identity/index.ts')],
    shown: [
      inStack('mail', 'asks receivers to refuse what only claims to come from the domain'),
      shown(identity, 'guessing a password locks the account over both processes'),
    ],
    later: { awaits: 'judge', what: 'the trial that attacks a running platform' },
  },
  {
    id: 'T-INJ',
    says: 'injection',
    by: [declared('edge', 'AWS::WAFv2::WebACL'), source('packages/api/src/platform/validation.ts')],
    shown: [
      inStack('edge', 'asks in one order: banned, flooded, too large, too often, known attack'),
      shown('packages/trials/test/bad-input.journey.test.ts', 'never breaks the platform'),
    ],
  },
  {
    id: 'T-MISCONF',
    says: 'misconfiguration',
    by: [source('packages/cloud/golden/lines/connections.txt'), source('packages/cloud/src/gate/gate.ts')],
    shown: [
      shown(twoSites, 'judges all three environments'),
      shown('packages/cloud/src/checks.test.ts', 'refuse a bucket that breaks the rules'),
    ],
    later: { awaits: 'judge', what: 'drift against a live account' },
  },
  {
    id: 'T-DDOS',
    says: 'denial of service',
    by: [declared('edge', 'AWS::WAFv2::WebACL'), declared('front', 'AWS::CloudFront::Distribution')],
    shown: [
      inStack('edge', 'limits each address by the minute, tighter where secrets can be guessed'),
      inStack('edge', 'says what the anti-DDoS group does with a browser'),
    ],
    later: { awaits: 'judge', what: 'the trial that attacks a running platform' },
  },
  {
    id: 'T-VULN',
    says: 'exploitation of vulnerabilities',
    by: [
      declared('data', 'AWS::GuardDuty::MalwareProtectionPlan'),
      declared('api', 'AWS::EC2::LaunchTemplate'),
    ],
    shown: [
      inStack('data', 'is read by nobody but the scanner before it is tagged clean'),
      inStack('api', 'gives metadata to the host alone and only for a token'),
    ],
    later: { awaits: 'host', what: 'the hardened image, its packages and their age' },
  },
  {
    id: 'T-INSIDER',
    says: 'insiders',
    by: [
      declared('api', 'AWS::SSM::Document'),
      declared('data', 'Custom::ApiKeys'),
      declared('data', 'Custom::DatabaseAccess'),
      source('packages/api/src/features/audit/index.ts'),
    ],
    shown: [
      inStack('api', 'lets people in by sessions alone: encrypted, logged as they happen, short'),
      inStack('data', 'are made with the owner’s password, which no other role of the environment may read'),
      shown('packages/trials/test/main-job.journey.test.ts', 'names a record that was taken away'),
    ],
    control: 'data-stays-in-its-account',
    later: { awaits: 'judge', what: 'who may erase logs and backups' },
  },
  {
    id: 'RECOVER',
    says: 'recovery within an hour, five minutes of loss at most',
    by: [declared('data', 'AWS::Backup::BackupVault'), source('packages/local/src/commands/restore.ts')],
    shown: [
      inStack('data', 'is copied daily into a vault from which nobody takes a copy before its time'),
      shown(
        'packages/trials/test/restore.journey.test.ts',
        'misses nothing that was acknowledged before it began',
      ),
    ],
    later: { awaits: 'organisation', what: 'restore testing in AWS, and a copy out of the environment' },
  },
  {
    id: 'NET-PUBLIC',
    says: 'one public door, with CDN and firewall',
    by: [declared('front', 'AWS::CloudFront::VpcOrigin'), declared('edge', 'AWS::WAFv2::WebACL')],
    shown: [
      inStack('front', 'stands behind the web ACL of its own environment'),
      inStack('front', 'holds no resource that would make a second door'),
    ],
  },
  {
    id: 'NET-PRIVATE',
    says: 'hosts without a public address, reached from the load balancer alone',
    by: [declared('network', 'AWS::EC2::SecurityGroupIngress'), declared('network', 'AWS::EC2::NetworkAcl')],
    shown: [
      inStack('network', 'admits and opens connections between groups only, each rule described'),
      shown(twoSites, 'carries a certificate for each "no path"'),
    ],
  },
  {
    id: 'NET-SECURED',
    says: 'logs and monitoring out of the environment’s reach',
    by: [declared('logs', 'AWS::S3::Bucket'), declared('dns', 'AWS::Route53Resolver::FirewallRuleGroup')],
    shown: [
      inStack('logs', 'encrypts every log group of the environment and keeps it as long as the table says'),
      inStack('dns', 'are denied last and by default, as names that do not exist'),
    ],
    later: { awaits: 'organisation', what: 'the write-once store in an account of its own' },
  },
  {
    id: 'SVC-EC2',
    says: 'EC2 for compute',
    by: [declared('api', 'AWS::AutoScaling::AutoScalingGroup')],
    shown: [inStack('api', 'starts hosts without a key pair or a public address')],
  },
  {
    id: 'SVC-S3',
    says: 'S3 for static hosting',
    by: [declared('front', 'AWS::S3::Bucket')],
    shown: [inStack('front', 'keeps the bucket private, versioned, without a website endpoint')],
  },
  {
    id: 'SVC-CLOUDFRONT',
    says: 'CloudFront as CDN and cache',
    by: [declared('front', 'AWS::CloudFront::Distribution')],
    shown: [inStack('front', 'keeps what never changes, and asks anew for the shell after a minute')],
  },
  {
    id: 'SVC-ALB',
    says: 'load balancer for secure routing',
    by: [declared('api', 'AWS::ElasticLoadBalancingV2::Listener')],
    shown: [inStack('api', 'listens on HTTPS alone, with post-quantum key agreement')],
  },
  {
    id: 'SVC-IAM',
    says: 'IAM for access control',
    by: [declared('api', 'AWS::IAM::Role'), declared('data', 'AWS::IAM::Role')],
    shown: [inStack('api', 'lets a host do only what it needs, and read two secrets')],
    later: {
      awaits: 'organisation',
      what: 'people through Identity Center, what every account is refused, and a permission boundary on every role',
    },
  },
  {
    id: 'SVC-CLOUDWATCH',
    says: 'CloudWatch for logs and monitoring',
    by: [declared('observe', 'AWS::CloudWatch::Dashboard'), declared('observe', 'AWS::CloudWatch::Alarm')],
    shown: [shown('packages/cloud/src/observe/alarms.test.ts', 'refuses to leave out a metric of the API')],
  },
  {
    id: 'SVC-CLOUDTRAIL',
    says: 'CloudTrail for auditing',
    by: [declared('observe', 'AWS::CloudTrail::Trail')],
    shown: [
      shown(
        'packages/cloud/src/observe/alarms.test.ts',
        'records every region, with files that prove their integrity',
      ),
    ],
  },
  {
    id: 'SVC-VPC',
    says: 'VPC for segmentation',
    by: [declared('network', 'AWS::EC2::VPC'), declared('network', 'AWS::EC2::FlowLog')],
    shown: [
      inStack('network', 'has three tiers over three zones, none with public addresses'),
      inStack('network', 'records every accepted and rejected packet'),
    ],
  },
  host('HOST-AUDITD', 'auditd on the host'),
  {
    id: 'HOST-FAIL2BAN',
    says: 'fail2ban on the host, and the ban a guesser feels at the edge',
    by: [source('packages/cloud/src/handlers/ban.cjs'), declared('edge', 'AWS::WAFv2::IPSet')],
    shown: [
      shown(
        'packages/cloud/src/handlers/watch.test.ts',
        'an address with 20 refused sign-ins in ten minutes',
      ),
    ],
    later: { awaits: 'host', what: 'fail2ban itself, on the booted host' },
  },
  host('HOST-FIREWALLD', 'firewalld on the host'),
  host('HOST-CHRONYD', 'chronyd on the host'),
  host('HOST-RSYSLOG', 'rsyslog on the host'),
  {
    id: 'HOST-SSM',
    says: 'Session Manager instead of SSH',
    by: [declared('api', 'AWS::SSM::Document')],
    shown: [inStack('api', 'lets people in by sessions alone: encrypted, logged as they happen, short')],
    later: { awaits: 'host', what: 'the agent on the booted host' },
  },
  {
    id: 'MONITOR',
    says: 'dashboards, and alarms that page someone',
    by: [declared('observe', 'AWS::CloudWatch::Alarm'), declared('observe', 'AWS::SNS::Topic')],
    shown: [
      shown(alarmChain, 'say that the database is away when the engine is killed'),
      shown(alarmChain, 'say that passwords are guessed after 20 failed sign-ins, and nothing else'),
      shown(alarmChain, 'has appeared, in what was recorded or in a sample of AWS: metrics, lines, fields'),
      shown(alarmChain, 'stay silent through a quiet hour'),
    ],
    later: {
      awaits: 'organisation',
      what: 'GuardDuty, Config, Security Hub and Access Analyzer over all accounts',
    },
  },
  {
    id: 'BP-LEAST',
    says: 'least privilege',
    by: [declared('api', 'AWS::IAM::Policy'), source('packages/cloud/src/database-access/rights.ts')],
    shown: [
      inStack('api', 'lets a host do only what it needs, and read two secrets'),
      inStack('data', 'are kept by statements without a wildcard'),
      shown(
        'packages/cloud/src/database-access/rights.test.ts',
        'let the API append to the audit trail and never change or remove a record of it',
      ),
    ],
    control: 'no-privilege-escalation',
    later: { awaits: 'judge', what: 'rights that are given and never used' },
  },
  {
    id: 'BP-MFA',
    says: 'a second factor for all',
    by: [source('packages/api/src/features/identity/index.ts')],
    shown: [
      shown(identity, 'a password alone reaches nothing but the second factor, the session and signing out'),
      shown(
        'packages/api/test/people.journey.test.ts',
        'the evidence counts every account and every session',
      ),
    ],
    later: { awaits: 'organisation', what: 'the second factor of people who enter AWS' },
  },
  {
    id: 'BP-SUBNET',
    says: 'subnet isolation',
    by: [declared('network', 'AWS::EC2::Subnet'), declared('network', 'AWS::EC2::RouteTable')],
    shown: [
      inStack('network', 'puts every subnet under the network ACL of its tier'),
      shown('packages/cloud/src/acl-rules.test.ts', 'keep the edge tier from the database'),
    ],
  },
  {
    id: 'BP-LOGS',
    says: 'host, API, load balancer, CDN, firewall, DNS, flow and database logs in one place',
    by: [
      declared('logs', 'AWS::S3::Bucket'),
      declared('api', 'AWS::Logs::LogGroup'),
      declared('dns', 'AWS::Route53Resolver::ResolverQueryLoggingConfig'),
      declared('cdn-logs', 'AWS::Logs::Delivery'),
      declared('edge', 'AWS::WAFv2::LoggingConfiguration'),
    ],
    shown: [
      inStack('logs', 'encrypts every log group of the environment'),
      shown(
        alarmChain,
        'is followed by its id through API, CDN, firewall, load balancer, database and audit chain',
      ),
    ],
  },
  {
    id: 'BP-TRAIL',
    says: 'full audit trail: every region, validated, encrypted, write-once; and the application’s own',
    by: [
      declared('observe', 'AWS::CloudTrail::Trail'),
      source('packages/api/src/features/audit/verify-audit.ts'),
    ],
    shown: [
      shown(
        'packages/cloud/src/observe/alarms.test.ts',
        'records every region, with files that prove their integrity',
      ),
      shown('packages/trials/test/main-job.journey.test.ts', 'names a record that was taken away'),
    ],
    later: { awaits: 'organisation', what: 'the trail of the organisation, write-once in another account' },
  },
  {
    id: 'BP-TAGS',
    says: 'environment tagging enforced',
    by: [source('packages/cloud/src/main.ts')],
    shown: [inStack('every', 'tags whatever can carry a tag with its environment and service')],
    later: { awaits: 'organisation', what: 'creation without the tag refused' },
  },
  {
    id: 'BP-NOPUBLIC',
    says: 'public access disabled by default',
    by: [
      declared('network', 'AWS::EC2::VPCBlockPublicAccessOptions'),
      declared('network', 'Custom::VpcRestrictDefaultSG'),
    ],
    shown: [
      inStack('network', 'blocks public access in both directions, except on the load balancer subnets'),
      inStack('network', 'closes the default security group'),
    ],
    later: { awaits: 'organisation', what: 'the blocks of S3, images and snapshots at the account' },
  },
];
