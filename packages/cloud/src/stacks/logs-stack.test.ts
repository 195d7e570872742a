import { describe, expect, it } from 'vitest';
import { at, everyEnvironment, only, resources, stackNames } from '../../test/support/golden.ts';

describe.each(everyEnvironment)('the logs of $name', ({ name, account, logDays }) => {
  it('encrypts every log group of the environment and keeps it as long as the table says', () => {
    const groups = stackNames.flatMap((stack) => resources(name, stack, 'AWS::Logs::LogGroup'));
    expect(groups.length).toBeGreaterThan(5);
    for (const { properties } of groups) {
      expect(properties['RetentionInDays']).toBe(logDays);
      expect(JSON.stringify(properties['KmsKeyId'])).toMatch(
        new RegExp(`"${name}-(logs|edge):.*Key|"Fn::GetAtt":\\["LogsKey`),
      );
    }
  });

  it('names only groups that its key may encrypt', () => {
    const keys = [only(name, 'logs', 'AWS::KMS::Key'), only(name, 'edge', 'AWS::KMS::Key')];
    const patterns = keys
      .flatMap(({ properties }) => at(properties, 'KeyPolicy', 'Statement'))
      .flatMap(
        (statement) => at(statement, 'Condition', 'ArnLike', 'kms:EncryptionContext:aws:logs:arn') ?? [],
      )
      .map((pattern) => String(pattern).split('log-group:')[1]?.replace('*', '') ?? '');
    const names = stackNames
      .flatMap((stack) => resources(name, stack, 'AWS::Logs::LogGroup'))
      .map(({ properties }) => String(properties['LogGroupName']));
    for (const group of names) expect(patterns.some((prefix) => group.startsWith(prefix))).toBe(true);
  });

  it('takes files from the two services that need it, for this account only', () => {
    const statements = [
      at(only(name, 'logs', 'AWS::S3::BucketPolicy').properties, 'PolicyDocument', 'Statement'),
    ].flat();
    const allows = statements.filter((statement) => at(statement, 'Effect') === 'Allow');
    expect(allows.map((allow) => at(allow, 'Principal', 'Service'))).toEqual([
      'logdelivery.elasticloadbalancing.amazonaws.com',
      'logging.s3.amazonaws.com',
    ]);
    for (const allow of allows) {
      expect(at(allow, 'Action')).toBe('s3:PutObject');
      expect(JSON.stringify(allow)).toContain(account);
    }
  });

  it('keeps what nobody can mask for 30 days, and from everybody but who investigates', () => {
    const rules = [
      at(only(name, 'logs', 'AWS::S3::Bucket').properties, 'LifecycleConfiguration', 'Rules'),
    ].flat();
    expect(rules.find((rule) => at(rule, 'Prefix') === 'load-balancer/')).toMatchObject({
      Status: 'Enabled',
      ExpirationInDays: 30,
      NoncurrentVersionExpiration: { NoncurrentDays: 1 },
    });
    const statements = [
      at(only(name, 'logs', 'AWS::S3::BucketPolicy').properties, 'PolicyDocument', 'Statement'),
    ].flat();
    expect(statements.find((statement) => at(statement, 'Sid') === 'IncidentReadersAlone')).toEqual({
      Sid: 'IncidentReadersAlone',
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:GetObject', 's3:GetObjectVersion'],
      Resource: {
        'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringMatching(/^Bucket/), 'Arn'] }, '/load-balancer/*']],
      },
      Condition: {
        ArnNotLike: {
          'aws:PrincipalArn': `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_IncidentReader_*`,
        },
      },
    });
  });
});
