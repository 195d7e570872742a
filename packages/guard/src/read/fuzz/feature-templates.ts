// One small template for each feature of the template language that the golden assembly does not use.

const ingress = (port: number) => [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp: '0.0.0.0/0' }];
const bucket = (name: string) => ({ Type: 'AWS::S3::Bucket', Properties: { BucketName: name } });

export const featureTemplates: Readonly<Record<string, object>> = {
  loops: {
    Transform: ['AWS::LanguageExtensions'],
    Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'a,b' } },
    Mappings: { Ports: { a: { List: ['22'] }, b: { List: ['80', '443'] } } },
    Conditions: {
      'Fn::ForEach::Is': ['N', { Ref: 'Names' }, { 'Is${N}': { 'Fn::Equals': [{ Ref: 'N' }, 'a'] } }],
    },
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      'Fn::ForEach::Groups': [
        'N',
        { Ref: 'Names' },
        {
          'Fn::ForEach::Ports': [
            'P',
            { 'Fn::FindInMap': ['Ports', { Ref: 'N' }, 'List'] },
            {
              'Group${N}&{P}': {
                Type: 'AWS::EC2::SecurityGroup',
                Condition: 'Is${N}',
                Properties: {
                  VpcId: { Ref: 'Vpc' },
                  SecurityGroupIngress: ingress(22),
                  GroupName: '${N}-${P}',
                },
              },
            },
          ],
        },
      ],
    },
    Outputs: {
      'Fn::ForEach::Out': [
        'N',
        ['a'],
        { 'Out${N}': { Value: { Ref: 'Vpc' }, Export: { Name: 'vpc-${N}' } } },
      ],
    },
  },
  conditions: {
    Parameters: {
      Env: { Type: 'String', AllowedValues: ['dev', 'qa', 'prod'] },
      Open: { Type: 'String' },
    },
    Conditions: {
      IsProd: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] },
      IsOpen: {
        'Fn::Or': [{ 'Fn::Equals': [{ Ref: 'Open' }, 'yes'] }, { 'Fn::Not': [{ Condition: 'IsProd' }] }],
      },
      InEurope: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
    },
    Rules: { R: { Assertions: [{ Assert: { 'Fn::Contains': [['dev'], { Ref: 'Env' }] } }] } },
    Resources: {
      Bucket: { ...bucket('front'), Condition: 'InEurope' },
      Group: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: {
          SecurityGroupIngress: { 'Fn::If': ['IsOpen', ingress(22), { Ref: 'AWS::NoValue' }] },
          VpcId: { 'Fn::If': ['IsProd', { 'Fn::ImportValue': 'prod-vpc' }, { Ref: 'Vpc' }] },
        },
      },
      Vpc: { Type: 'AWS::EC2::VPC', Condition: 'IsOpen', Properties: { CidrBlock: '10.1.0.0/16' } },
    },
  },
  functions: {
    Parameters: { Ami: { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: '/ami' } },
    Mappings: { M: { a: { b: 'c', l: ['x', 'y'] } } },
    Resources: {
      Ami: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/ami', Type: 'String', Value: 'ami-1' } },
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Subnet: {
        Type: 'AWS::EC2::Subnet',
        Properties: {
          VpcId: { Ref: 'Vpc' },
          CidrBlock: { 'Fn::Select': [1, { 'Fn::Cidr': [{ 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, 4, 8] }] },
          AvailabilityZone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] },
          Tags: [{ Key: 'json', Value: { 'Fn::ToJsonString': { a: [{ 'Fn::Length': ['x', 'y'] }] } } }],
        },
      },
      Host: {
        Type: 'AWS::EC2::Instance',
        Properties: {
          ImageId: { Ref: 'Ami' },
          SubnetId: { Ref: 'Subnet' },
          UserData: {
            'Fn::Base64': {
              'Fn::Sub': ['${A} ${Vpc} ${Vpc.CidrBlock} ${!kept}', { A: '{{resolve:ssm:/ami}}' }],
            },
          },
          KeyName: { 'Fn::FindInMap': ['M', 'z', 'b', { DefaultValue: { 'Fn::Join': ['-', ['k', 'y']] } }] },
          SecurityGroupIds: { 'Fn::Split': [',', 'sg-1,sg-2'] },
        },
      },
    },
    Outputs: {
      O: { Value: { 'Fn::GetAtt': 'Vpc.CidrBlock' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-o' } } },
    },
  },
  permissions: {
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
            ],
          },
          ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
          Policies: [
            {
              PolicyName: 'p',
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: {
                  Effect: 'Allow',
                  Action: ['s3:Get*', 'iam:PassRole'],
                  NotResource: { 'Fn::Sub': '${Bucket.Arn}/*' },
                  Condition: { StringLike: { 'aws:PrincipalTag/team': ['${aws:username}', '*'] } },
                },
              },
            },
          ],
        },
      },
      Bucket: bucket('data'),
      BucketPolicy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: { Ref: 'Bucket' },
          PolicyDocument: {
            Statement: [
              { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' },
              {
                Effect: 'Deny',
                NotPrincipal: { AWS: { 'Fn::GetAtt': ['Role', 'Arn'] } },
                NotAction: 's3:*',
                Resource: '*',
                Condition: { Bool: { 'aws:SecureTransport': false } },
              },
            ],
          },
        },
      },
    },
  },
  serverless: {
    Transform: 'AWS::Serverless-2016-10-31',
    Globals: { Function: { Timeout: 3 } },
    Resources: {
      F: {
        Type: 'AWS::Serverless::Function',
        Properties: { Events: { A: { Type: 'Api' }, B: { Type: 'S3' } } },
      },
      Api: { Type: 'AWS::Serverless::Api', Properties: {} },
    },
  },
  nested: {
    Resources: {
      N: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { TemplateURL: './x.json', Parameters: { A: '1' } },
      },
      It: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { 'Fn::GetAtt': ['N', 'Outputs.Vpc'] } } },
    },
  },
};
