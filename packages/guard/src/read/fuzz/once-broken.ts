// What the fuzz once found, as small as it could be made. Each is judged in every run.

const one = (Type: string, Properties: object) => ({ Resources: { It: { Type, Properties } } });

export const onceBroken: Readonly<Record<string, object>> = {
  'a port that is no whole number': one('AWS::EC2::SecurityGroup', {
    SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 1.5, ToPort: '2.5', CidrIp: '0.0.0.0/0' }],
  }),
  'an action of a function permission that no policy can hold': {
    Resources: {
      F: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'f' } },
      It: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: 'F' }, Action: 'nothing' } },
    },
  },
  'a type and an attribute that every object has': {
    Resources: {
      It: { Type: 'constructor' },
      User: { Type: 'X::Y::Z', Properties: { P: { 'Fn::GetAtt': ['It', 'Arn'] }, Q: { Ref: 'It' } } },
    },
  },
  // 8 million characters of mistakes, kept for each of a hundred questions: more than 320 MB.
  'a policy of nothing but mistakes': {
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: {} },
      It: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: 'p',
          Roles: [{ Ref: 'Role' }],
          PolicyDocument: { Statement: Array<null>(65_000).fill(null) },
        },
      },
    },
  },
};
