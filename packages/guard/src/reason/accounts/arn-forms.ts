// How AWS spells the ARN of a declared resource: which property chooses its name, what `Ref` gives, which attributes
// are the ARN. A name that nobody chose is the resource's token, so two references to one thing stay equal texts.

export interface ArnForm {
  /** Property that chooses the name; without one AWS makes it up at deployment. */
  readonly name?: string;
  readonly ref: 'name' | 'arn';
  /** Attributes that give the ARN. */
  readonly arns?: readonly string[];
  /** The ARN after `arn:PARTITION:`, with REGION, ACCOUNT, PATH and NAME to be filled in. */
  readonly arn: string;
}

const iam = (what: string, name: string, ref: ArnForm['ref'] = 'name'): ArnForm => ({
  name,
  ref,
  arns: ['Arn', 'PolicyArn'],
  arn: `iam::ACCOUNT:${what}PATHNAME`,
});

const regional = (
  service: string,
  rest: string,
  name: string | undefined,
  ref: ArnForm['ref'] = 'name',
  arns: readonly string[] = ['Arn'],
): ArnForm => ({ ...(name && { name }), ref, arns, arn: `${service}:REGION:ACCOUNT:${rest}` });

export const arnForms: Readonly<Record<string, ArnForm>> = {
  'AWS::IAM::Role': iam('role', 'RoleName'),
  'AWS::IAM::User': iam('user', 'UserName'),
  'AWS::IAM::Group': iam('group', 'GroupName'),
  'AWS::IAM::InstanceProfile': iam('instance-profile', 'InstanceProfileName'),
  'AWS::IAM::ManagedPolicy': iam('policy', 'ManagedPolicyName', 'arn'),
  'AWS::IAM::OIDCProvider': { ref: 'arn', arns: ['Arn'], arn: 'iam::ACCOUNT:oidc-provider/NAME' },
  'AWS::IAM::SAMLProvider': { ref: 'arn', arns: ['Arn'], arn: 'iam::ACCOUNT:saml-provider/NAME' },
  'AWS::S3::Bucket': { name: 'BucketName', ref: 'name', arns: ['Arn'], arn: 's3:::NAME' },
  'AWS::SQS::Queue': { ...regional('sqs', 'NAME', 'QueueName') },
  'AWS::SNS::Topic': regional('sns', 'NAME', 'TopicName', 'arn', ['TopicArn']),
  'AWS::KMS::Key': regional('kms', 'key/NAME', undefined),
  // Secrets Manager ends every ARN with six characters of its own.
  'AWS::SecretsManager::Secret': regional('secretsmanager', 'secret:NAME-AbCdEf', 'Name', 'arn', ['Id']),
  'AWS::Lambda::Function': regional('lambda', 'function:NAME', 'FunctionName'),
  'AWS::Logs::LogGroup': regional('logs', 'log-group:NAME:*', 'LogGroupName'),
  'AWS::DynamoDB::Table': regional('dynamodb', 'table/NAME', 'TableName'),
  'AWS::ECR::Repository': regional('ecr', 'repository/NAME', 'RepositoryName'),
  'AWS::SSM::Parameter': regional('ssm', 'parameter/NAME', 'Name'),
  'AWS::Backup::BackupVault': regional('backup', 'backup-vault:NAME', 'BackupVaultName', 'name', [
    'BackupVaultArn',
  ]),
  'AWS::EC2::VPC': regional('ec2', 'vpc/NAME', undefined, 'name', []),
  'AWS::EC2::VPCEndpoint': regional('ec2', 'vpc-endpoint/NAME', undefined, 'name', []),
  'AWS::EC2::Instance': regional('ec2', 'instance/NAME', undefined, 'name', []),
  'AWS::EC2::LaunchTemplate': regional('ec2', 'launch-template/NAME', undefined, 'name', []),
  'AWS::CodeBuild::Project': regional('codebuild', 'project/NAME', 'Name'),
  'AWS::Glue::Job': regional('glue', 'job/NAME', 'Name', 'name', []),
  'AWS::Glue::DevEndpoint': regional('glue', 'devEndpoint/NAME', 'EndpointName', 'name', []),
  'AWS::SageMaker::NotebookInstance': regional(
    'sagemaker',
    'notebook-instance/NAME',
    'NotebookInstanceName',
    'arn',
    [],
  ),
  'AWS::AppRunner::Service': regional('apprunner', 'service/NAME', 'ServiceName', 'arn', ['ServiceArn']),
  'AWS::BedrockAgentCore::CodeInterpreterCustom': regional(
    'bedrock-agentcore',
    'code-interpreter-custom/NAME',
    undefined,
    'name',
    ['CodeInterpreterArn'],
  ),
  // An id that AWS makes up ends the ARN.
  'AWS::CloudFormation::StackSet': regional(
    'cloudformation',
    'stackset/NAME:AbCdEf',
    'StackSetName',
    'name',
    [],
  ),
  'AWS::CloudFront::Distribution': {
    ref: 'name',
    arns: ['Arn'],
    arn: 'cloudfront::ACCOUNT:distribution/NAME',
  },
};
