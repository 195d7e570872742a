// What holds for every resource of every stack.

import { describe, expect, it } from 'vitest';
import { at, everyEnvironment, resources, stackNames, template } from '../../test/support/golden.ts';

// CloudFormation gives these types no tags, or ours are service-made and carry their role's.
const untaggable = [
  'AWS::AutoScaling::ScalingPolicy',
  'AWS::Backup::BackupPlan', // BackupPlanTags: below
  'AWS::Backup::BackupSelection',
  'AWS::Backup::BackupVault', // BackupVaultTags: below
  'AWS::Budgets::Budget', // ResourceTags: costs-stack.test.ts
  'AWS::CloudFront::CachePolicy',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::EC2::LaunchTemplate', // tags what it launches: see below
  'AWS::EC2::NetworkAclEntry',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::EC2::SubnetNetworkAclAssociation',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::VPCBlockPublicAccessOptions',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::IAM::InstanceProfile',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::ServiceLinkedRole',
  'AWS::KMS::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::QueryDefinition',
  'AWS::Logs::ResourcePolicy',
  'AWS::Logs::SubscriptionFilter',
  'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation',
  'AWS::Route53::RecordSet',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SecretsManager::RotationSchedule',
  'AWS::WAFv2::LoggingConfiguration',
  'Custom::ApiKeys',
  'Custom::DatabaseAccess',
  'Custom::DatabaseOwnerSecret',
  'Custom::VpcOriginServiceGroup',
  'Custom::VpcRestrictDefaultSG',
];

describe.each(everyEnvironment)('every stack of $name', ({ name, account }) => {
  const all = stackNames.flatMap((stack) => resources(name, stack));

  it('tags whatever can carry a tag with its environment and service', () => {
    for (const { id, type, properties } of all) {
      if (untaggable.includes(type)) continue;
      const tags = [properties['Tags']].flat();
      expect(tags, `${id} ${type}`).toContainEqual(
        expect.objectContaining({ Key: 'Environment', Value: name }),
      );
      expect(tags, `${id} ${type}`).toContainEqual(
        expect.objectContaining({ Key: 'Service', Value: 'cool-delivery' }),
      );
    }
  });

  it('tags backups, in their own words', () => {
    expect(
      at(resources(name, 'data', 'AWS::Backup::BackupVault')[0]?.properties, 'BackupVaultTags'),
    ).toMatchObject({ Environment: name, Service: 'cool-delivery' });
    expect(
      at(resources(name, 'data', 'AWS::Backup::BackupPlan')[0]?.properties, 'BackupPlanTags'),
    ).toMatchObject({ Environment: name });
  });

  it('tags the instances and volumes it will launch', () => {
    const [launch] = resources(name, 'api', 'AWS::EC2::LaunchTemplate');
    const specifications = [at(launch?.properties, 'LaunchTemplateData', 'TagSpecifications')].flat();
    expect(specifications.map((one) => at(one, 'ResourceType')).sort()).toEqual(['instance', 'volume']);
    for (const one of specifications)
      expect(at(one, 'Tags')).toContainEqual({ Key: 'Environment', Value: name });
  });

  it('names no account but its own', () => {
    for (const stack of stackNames)
      for (const found of JSON.stringify(template(name, stack)).matchAll(/(?<![\w-])\d{12}(?![\w-])/g))
        expect(found[0]).toBe(account);
  });

  it('imports from its own environment alone', () => {
    for (const stack of stackNames)
      for (const [, from] of JSON.stringify(template(name, stack)).matchAll(/"Fn::ImportValue":"(\w+)-/g))
        expect(from).toBe(name);
  });

  it('takes no file under a key of the sender’s, which nobody here could open', () => {
    for (const { id, properties } of all.filter(({ type }) => type === 'AWS::S3::Bucket'))
      expect(
        at(properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration', 0, 'BlockedEncryptionTypes'),
        id,
      ).toEqual({ EncryptionType: ['SSE-C'] });
  });

  // What a service may do only once the policy is there, and tries at once.
  it('gives a role its rights before what acts with it is made', () => {
    const acting = {
      'AWS::AutoScaling::AutoScalingGroup': 'api',
      'AWS::Backup::BackupSelection': 'data',
      'AWS::EC2::FlowLog': 'network',
      'AWS::GuardDuty::MalwareProtectionPlan': 'data',
    } as const;
    for (const [type, stack] of Object.entries(acting)) {
      const [found] = resources(name, stack, type);
      const policies = resources(name, stack, 'AWS::IAM::Policy').map(({ id }) => id);
      expect([at(found?.resource, 'DependsOn')].flat(), type).toEqual(
        expect.arrayContaining([expect.toSatisfy((id) => policies.includes(id))]),
      );
    }
  });

  it('keeps what holds data when a stack is deleted', () => {
    const holding = [
      'AWS::S3::Bucket',
      'AWS::KMS::Key',
      'AWS::Logs::LogGroup',
      'AWS::SecretsManager::Secret',
    ];
    for (const { id, type, resource } of all)
      if (holding.includes(type)) expect(at(resource, 'DeletionPolicy'), id).toBe('Retain');
  });

  it('rotates every key and lets nobody use one directly', () => {
    for (const { properties } of all.filter(({ type }) => type === 'AWS::KMS::Key')) {
      expect(properties['EnableKeyRotation']).toBe(true);
      for (const statement of [at(properties, 'KeyPolicy', 'Statement')].flat()) {
        const actions = [at(statement, 'Action')].flat();
        expect(actions).not.toContain('kms:*');
        if (String(at(statement, 'Principal', 'AWS')).endsWith(':root') && actions.includes('kms:Decrypt'))
          expect(at(statement, 'Condition', 'StringEquals', 'kms:ViaService')).toBeDefined();
      }
    }
  });
});
