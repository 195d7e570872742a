import { describe, expect, it } from 'vitest';
import { at, everyEnvironment, only, resources, template } from '../../test/support/golden.ts';

describe.each(everyEnvironment)('the API of $name', ({ account, name, domain, hostedZoneId, fleet }) => {
  const launch = at(only(name, 'api', 'AWS::EC2::LaunchTemplate').properties, 'LaunchTemplateData');
  const statement = (sid: string) =>
    resources(name, 'api', 'AWS::IAM::Policy')
      .flatMap(({ properties }) => at(properties, 'PolicyDocument', 'Statement'))
      .find((one) => at(one, 'Sid') === sid);
  const attributes = (resource: unknown, property: string) =>
    Object.fromEntries([at(resource, property)].flat().map((pair) => [at(pair, 'Key'), at(pair, 'Value')]));

  it('has a load balancer without a public address, hardened against malformed requests', () => {
    const { properties } = only(name, 'api', 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(properties['Scheme']).toBe('internal');
    expect(properties['Subnets']).toHaveLength(3);
    expect(attributes(properties, 'LoadBalancerAttributes')).toMatchObject({
      'deletion_protection.enabled': 'true',
      'routing.http.drop_invalid_header_fields.enabled': 'true',
      'routing.http.desync_mitigation_mode': 'strictest',
      'access_logs.s3.enabled': 'true',
      'idle_timeout.timeout_seconds': '120',
    });
  });

  it('listens on HTTPS alone, with post-quantum key agreement, and answers unknown paths itself', () => {
    const { properties } = only(name, 'api', 'AWS::ElasticLoadBalancingV2::Listener');
    expect(properties).toMatchObject({
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
    });
    const rule = only(name, 'api', 'AWS::ElasticLoadBalancingV2::ListenerRule').properties;
    expect(at(rule, 'Conditions', 0, 'PathPatternConfig', 'Values')).toEqual(['/api/*', '/t/*']);
  });

  it('shows a certificate for the name CloudFront asks for, validated in its zone', () => {
    const certificate = only(name, 'api', 'AWS::CertificateManager::Certificate');
    expect(certificate.properties).toMatchObject({
      DomainName: `origin.${domain}`,
      SubjectAlternativeNames: [domain],
      DomainValidationOptions: [{ HostedZoneId: hostedZoneId }, { HostedZoneId: hostedZoneId }],
    });
    expect(only(name, 'api', 'AWS::ElasticLoadBalancingV2::Listener').properties['Certificates']).toEqual([
      { CertificateArn: { Ref: certificate.id } },
    ]);
  });

  it('asks each host whether it is ready, over HTTPS on the port of the API', () => {
    expect(only(name, 'api', 'AWS::ElasticLoadBalancingV2::TargetGroup').properties).toMatchObject({
      HealthCheckPath: '/readyz',
      HealthCheckProtocol: 'HTTPS',
      Protocol: 'HTTPS',
      Port: 8443,
    });
  });

  it('gives metadata to the host alone and only for a token', () => {
    expect(at(launch, 'MetadataOptions')).toMatchObject({
      HttpTokens: 'required',
      HttpPutResponseHopLimit: 1,
    });
  });

  it('starts hosts without a key pair or a public address, in the backend group, with an encrypted root', () => {
    expect(at(launch, 'KeyName')).toBeUndefined();
    expect(at(launch, 'NetworkInterfaces')).toMatchObject([{ AssociatePublicIpAddress: false }]);
    const group = at(launch, 'NetworkInterfaces', 0, 'Groups', 0, 'Fn::ImportValue');
    expect(group).toMatch(new RegExp(`^${name}-network:.*Groupsbackend`));
    expect(at(launch, 'BlockDeviceMappings')).toMatchObject([{ Ebs: { Encrypted: true } }]);
  });

  it('takes its image from a parameter', () => {
    expect(Object.values(Object(template(name, 'api')['Parameters']))).toContainEqual(
      expect.objectContaining({
        Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>',
        Default: `/cool-delivery/${name}/image-id`,
      }),
    );
  });

  it('tells a host where its secret lies, and no secret', () => {
    const text = JSON.stringify(at(launch, 'UserData'));
    expect(text).toContain('DATABASE_USER_SECRET=');
    expect(text).not.toMatch(/password/i);
  });

  it('scales between the bounds of the table over three zones, by the health the load balancer sees', () => {
    const { properties } = only(name, 'api', 'AWS::AutoScaling::AutoScalingGroup');
    expect(properties).toMatchObject({
      MinSize: String(fleet.min),
      MaxSize: String(fleet.max),
      HealthCheckType: 'ELB',
    });
    expect(properties['VPCZoneIdentifier']).toHaveLength(3);
  });

  it('grows with CPU, and with open streams, which need none', () => {
    const targets = resources(name, 'api', 'AWS::AutoScaling::ScalingPolicy').map(({ properties }) =>
      at(properties, 'TargetTrackingConfiguration'),
    );
    expect(targets).toMatchObject([
      {
        PredefinedMetricSpecification: { PredefinedMetricType: 'ASGAverageCPUUtilization' },
        TargetValue: 50,
      },
      {
        CustomizedMetricSpecification: {
          Namespace: 'CoolDelivery/Api',
          MetricName: 'OpenStreams',
          Statistic: 'Average',
        },
        TargetValue: 3_000,
      },
    ]);
  });

  it('replaces hosts by a refresh that goes back when its alarms say so', () => {
    const { resource } = only(name, 'api', 'AWS::AutoScaling::AutoScalingGroup');
    const refresh = at(resource, 'UpdatePolicy', 'AutoScalingInstanceRefresh');
    const alarms = resources(name, 'api', 'AWS::CloudWatch::Alarm');
    expect(alarms).toHaveLength(2);
    expect(refresh).toMatchObject({
      Strategy: 'Rolling',
      Preferences: {
        MinHealthyPercentage: 100,
        BakeTime: 300,
        AlarmSpecification: { Alarms: alarms.map(({ id }) => ({ Ref: id })) },
      },
    });
    expect(at(resource, 'UpdatePolicy', 'AutoScalingRollingUpdate')).toBeUndefined();
  });

  it('gives streams half a minute to move before a host goes', () => {
    const { properties } = only(name, 'api', 'AWS::ElasticLoadBalancingV2::TargetGroup');
    expect(attributes(properties, 'TargetGroupAttributes')).toMatchObject({
      'deregistration_delay.timeout_seconds': '30',
    });
  });

  it('runs the release whose digest stands in a parameter, fetched from the bucket of this environment', () => {
    const parameters = Object(template(name, 'api')['Parameters']);
    const [digest] =
      Object.entries(parameters).find(
        ([, one]) => at(one, 'Default') === `/cool-delivery/${name}/api-digest`,
      ) ?? [];
    expect(digest).toBeDefined();
    expect(JSON.stringify(at(launch, 'UserData'))).toContain(`API_DIGEST=",{"Ref":"${digest}"}`);
    expect(JSON.stringify(statement('FetchRelease'))).toContain(`${name}-artefacts:BucketArn`);
  });

  it('lets people in by sessions alone: encrypted, logged as they happen, short', () => {
    const document = only(name, 'api', 'AWS::SSM::Document').properties;
    expect(document).toMatchObject({ Name: 'SSM-SessionManagerRunShell', DocumentType: 'Session' });
    const log = resources(name, 'api', 'AWS::Logs::LogGroup').find(
      ({ properties }) => properties['LogGroupName'] === `/cool-delivery/${name}/backend/sessions`,
    );
    expect(at(document, 'Content', 'inputs')).toMatchObject({
      cloudWatchLogGroupName: { Ref: log?.id },
      cloudWatchEncryptionEnabled: true,
      cloudWatchStreamingEnabled: true,
      idleSessionTimeout: '15',
      maxSessionDuration: '60',
    });
    expect(at(document, 'Content', 'inputs', 'kmsKeyId', 'Fn::GetAtt', 0)).toMatch(/SessionsKey/);
  });

  // Neither the plugin nor the agent speaks to KMS through a service (session-manager-plugin, src/encryption).
  it('lets both ends of a session at its key by themselves, each for its half, and for nothing but a session', () => {
    const key = resources(name, 'api', 'AWS::KMS::Key').find(({ id }) => id.startsWith('SessionsKey'));
    const ofASession = {
      Null: {
        'kms:EncryptionContext:aws:ssm:SessionId': 'false',
        'kms:EncryptionContext:aws:ssm:TargetId': 'false',
      },
    };
    const uses = [at(key?.properties, 'KeyPolicy', 'Statement')]
      .flat()
      .filter((one) => at(one, 'Sid') !== 'AccountAdministers');
    expect(uses).toMatchObject([
      {
        Action: 'kms:GenerateDataKey',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Condition: ofASession,
      },
      {
        Action: 'kms:Decrypt',
        Principal: { AWS: { 'Fn::GetAtt': [only(name, 'api', 'AWS::IAM::Role').id, 'Arn'] } },
        Condition: ofASession,
      },
    ]);
  });

  it('starts no host before its role may read what a host reads at its start', () => {
    const { resource } = only(name, 'api', 'AWS::AutoScaling::AutoScalingGroup');
    expect(at(resource, 'DependsOn')).toContain(only(name, 'api', 'AWS::IAM::Policy').id);
  });

  it('has a new host serve before an old one goes, whatever the reason it goes for', () => {
    expect(only(name, 'api', 'AWS::AutoScaling::AutoScalingGroup').properties).toMatchObject({
      MaxInstanceLifetime: 30 * 24 * 3_600,
      InstanceMaintenancePolicy: { MinHealthyPercentage: 100, MaxHealthyPercentage: 150 },
    });
  });

  it('lets the agent see that the group of sessions is encrypted, or no session starts', () => {
    expect(at(statement('BeAdministered'), 'Action')).toContain('logs:DescribeLogGroups');
    expect(JSON.stringify(at(statement('OpenSessions'), 'Resource'))).toMatch(/SessionsKey/);
  });

  it('lets a host send mail as one address, and keep evidence under one prefix', () => {
    expect(at(statement('SendMail'), 'Condition')).toEqual({
      StringEquals: { 'ses:FromAddress': `no-reply@${domain}` },
    });
    expect(JSON.stringify(at(statement('KeepEvidence'), 'Resource'))).toContain('/deliveries/*');
    expect(at(statement('KeepEvidence'), 'Action')).toEqual(['s3:GetObject', 's3:PutObject']);
  });

  it('tells a host where the database is, over TLS checked against its authority, and no password', () => {
    const text = JSON.stringify(
      at(only(name, 'api', 'AWS::EC2::LaunchTemplate').properties, 'LaunchTemplateData', 'UserData'),
    );
    expect(text).toMatch(
      /MONGODB_URI=mongodb:\/\/",\{"Fn::ImportValue":"\w+-data:[^"]*Endpoint[^"]*"\},":27017\//,
    );
    expect(text).toContain('tls=true&tlsCAFile=/etc/cool-delivery/database-authority.pem');
    expect(text).not.toMatch(/:\/\/[^/"]*@/);
  });

  it('asks everybody for a second factor wherever real people are, and the staff where nobody real is', () => {
    const text = JSON.stringify(
      at(only(name, 'api', 'AWS::EC2::LaunchTemplate').properties, 'LaunchTemplateData', 'UserData'),
    );
    expect(/MFA_REQUIRED=(\w+)/.exec(text)?.[1]).toBe(name === 'dev' ? 'staff' : 'all');
  });

  it('lets a host do only what it needs, and read two secrets', () => {
    const policies = resources(name, 'api', 'AWS::IAM::Policy');
    const statements = policies.flatMap(({ properties }) => at(properties, 'PolicyDocument', 'Statement'));
    const actions = statements.flatMap((statement) => at(statement, 'Action'));
    expect(actions.filter((action) => String(action).includes('*'))).toEqual([]);
    const secrets = statements.filter(
      (statement) => at(statement, 'Action') === 'secretsmanager:GetSecretValue',
    );
    expect(secrets).toHaveLength(1);
    expect([at(secrets[0], 'Resource')].flat()).toHaveLength(2);
    expect(JSON.stringify(secrets)).toMatch(/AccessApiUser.*ApiKeys/);
    const { properties } = only(name, 'api', 'AWS::IAM::Role');
    expect(properties['ManagedPolicyArns']).toBeUndefined();
  });
});
