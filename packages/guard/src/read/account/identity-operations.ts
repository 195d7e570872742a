// The operations that tell about permissions: principals, their policies, the policies at resources, the organisation.
// Types that start with `Recorded` are one answer about something else; join-identities.ts puts them where they belong.

import type { Operation } from './operations.ts';

const iam = 'AWS::IAM::';
const organizations = 'AWS::Organizations::';

export const identityOperations: Readonly<Record<string, Operation>> = {
  'iam.get-account-authorization-details': { items: '', type: `${iam}RecordedDetails` },
  'iam.get-user': { items: 'User', type: `${iam}RecordedUser` },
  'iam.get-role': { items: 'Role', type: `${iam}RecordedRole` },
  'iam.list-groups': { items: 'Groups', type: `${iam}Group`, id: 'GroupName' },
  'iam.list-groups-for-user': { items: '', type: `${iam}RecordedGroups`, about: 'UserName' },
  'iam.list-user-policies': { items: '', type: `${iam}RecordedInlineNames`, about: 'UserName' },
  'iam.list-role-policies': { items: '', type: `${iam}RecordedInlineNames`, about: 'RoleName' },
  'iam.list-group-policies': { items: '', type: `${iam}RecordedInlineNames`, about: 'GroupName' },
  'iam.get-user-policy': { items: '', type: `${iam}RecordedInline` },
  'iam.get-role-policy': { items: '', type: `${iam}RecordedInline` },
  'iam.get-group-policy': { items: '', type: `${iam}RecordedInline` },
  'iam.list-attached-user-policies': { items: '', type: `${iam}RecordedAttached`, about: 'UserName' },
  'iam.list-attached-role-policies': { items: '', type: `${iam}RecordedAttached`, about: 'RoleName' },
  'iam.list-attached-group-policies': { items: '', type: `${iam}RecordedAttached`, about: 'GroupName' },
  'iam.get-policy-version': { items: 'PolicyVersion', type: `${iam}RecordedVersion`, about: 'PolicyName' },
  'iam.list-instance-profiles': {
    items: 'InstanceProfiles',
    type: `${iam}InstanceProfile`,
    id: 'InstanceProfileName',
  },
  'iam.list-access-keys': { items: 'AccessKeyMetadata', type: `${iam}AccessKey`, id: 'AccessKeyId' },
  's3control.get-public-access-block': { items: '', type: 'AWS::S3::RecordedAccountBlock' },
  'kms.get-key-policy': { items: '', type: 'AWS::KMS::RecordedPolicy', about: 'KeyId' },
  'sqs.get-queue-attributes': {
    items: 'Attributes',
    type: 'AWS::SQS::Queue',
    about: 'QueueName',
    id: 'QueueArn',
  },
  'sns.get-topic-attributes': {
    items: 'Attributes',
    type: 'AWS::SNS::Topic',
    about: 'TopicName',
    id: 'TopicArn',
  },
  'secretsmanager.list-secrets': { items: 'SecretList', type: 'AWS::SecretsManager::Secret', id: 'ARN' },
  'secretsmanager.get-resource-policy': { items: '', type: 'AWS::SecretsManager::RecordedPolicy' },
  'lambda.get-policy': { items: '', type: 'AWS::Lambda::RecordedPolicy', about: 'FunctionName' },
  'lambda.list-function-url-configs': {
    items: '',
    type: 'AWS::Lambda::RecordedUrls',
    about: 'FunctionName',
  },
  'ecr.describe-repositories': {
    items: 'repositories',
    type: 'AWS::ECR::Repository',
    id: 'repositoryArn',
  },
  'ecr.get-repository-policy': { items: '', type: 'AWS::ECR::RecordedPolicy' },
  'organizations.describe-organization': {
    items: 'Organization',
    type: `${organizations}Organization`,
    id: 'Id',
  },
  'organizations.describe-policy': { items: 'Policy', type: `${organizations}Policy` },
  'organizations.list-targets-for-policy': {
    items: '',
    type: `${organizations}RecordedTargets`,
    about: 'PolicyId',
  },
  'organizations.list-parents': {
    items: 'Parents',
    type: `${organizations}RecordedParent`,
    about: 'ChildId',
  },
};
