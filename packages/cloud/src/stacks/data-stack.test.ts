import { describe, expect, it } from 'vitest';
import { at, everyEnvironment, only, resources, stackNames, template } from '../../test/support/golden.ts';
import { freshCredential } from '../database-access/credential.ts';
import { releaseParameters } from '../delivery/release-parameters.ts';

describe.each(everyEnvironment)('the data of $name', (environment) => {
  const { name, database, backupDays } = environment;
  const key = (purpose: string) =>
    resources(name, 'data', 'AWS::KMS::Key').find(
      ({ properties }) => properties['Description'] === `Encrypts the ${purpose} of ${name}`,
    );
  const cluster = only(name, 'data', 'AWS::DocDB::DBCluster');

  it('demands TLS and writes audit and profiler logs', () => {
    expect(
      at(only(name, 'data', 'AWS::DocDB::DBClusterParameterGroup').properties, 'Parameters'),
    ).toMatchObject({
      tls: 'tls1.3+',
      audit_logs: 'all',
      profiler: 'enabled',
    });
    expect(cluster.properties['EnableCloudwatchLogsExports']).toEqual(['audit', 'profiler']);
  });

  it('takes log groups made before it, with a key and a period', () => {
    const groups = resources(name, 'data', 'AWS::Logs::LogGroup').filter(({ properties }) =>
      String(properties['LogGroupName']).startsWith('/aws/docdb/'),
    );
    expect(groups.map(({ properties }) => properties['LogGroupName']).sort()).toEqual([
      `/aws/docdb/cool-delivery-${name}/audit`,
      `/aws/docdb/cool-delivery-${name}/profiler`,
    ]);
    expect(at(cluster.resource, 'DependsOn')).toEqual(groups.map(({ id }) => id).sort());
  });

  it('is encrypted, backed up and cannot be deleted by accident', () => {
    expect(cluster.properties).toMatchObject({
      StorageEncrypted: true,
      DeletionProtection: true,
      CopyTagsToSnapshot: true,
      BackupRetentionPeriod: backupDays,
    });
    expect(cluster.resource).toMatchObject({ DeletionPolicy: 'Snapshot', UpdateReplacePolicy: 'Snapshot' });
  });

  it('has a master password that AWS makes, and none in the template', () => {
    expect(cluster.properties).toMatchObject({ ManageMasterUserPassword: true });
    expect(cluster.properties['MasterUserPassword']).toBeUndefined();
    expect(cluster.properties['MasterUsername']).toMatch(/^[A-Za-z][A-Za-z0-9]{0,62}$/); // all that DocumentDB takes
  });

  it('runs the instances of the table, each in a zone of its own', () => {
    const instances = resources(name, 'data', 'AWS::DocDB::DBInstance');
    expect(instances).toHaveLength(database.instances);
    expect(new Set(instances.map(({ properties }) => properties['AvailabilityZone'])).size).toBe(
      Math.min(3, database.instances),
    );
    const size = database.kind === 'serverless' ? 'db.serverless' : `db.${database.instanceType}`;
    for (const { properties } of instances) expect(properties['DBInstanceClass']).toBe(size);
  });

  it('lets its key be used through the database, its backup and the secrets only', () => {
    const statements = [at(key('data')?.properties, 'KeyPolicy', 'Statement')].flat();
    const uses = statements.filter((statement) => [at(statement, 'Action')].flat().includes('kms:Decrypt'));
    expect(uses.map((use) => at(use, 'Condition', 'StringEquals', 'kms:ViaService'))).toEqual([
      'backup.eu-west-1.amazonaws.com',
      'rds.eu-west-1.amazonaws.com',
      'secretsmanager.eu-west-1.amazonaws.com',
    ]);
  });

  it('is copied daily into a vault from which nobody takes a copy before its time', () => {
    const vault = only(name, 'data', 'AWS::Backup::BackupVault');
    expect(vault.properties['LockConfiguration']).toEqual({ MinRetentionDays: 7, MaxRetentionDays: 400 });
    expect(at(vault.properties, 'AccessPolicy', 'Statement', 0)).toMatchObject({
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'],
    });
    expect(vault.resource).toMatchObject({ DeletionPolicy: 'Retain' });
    const rule = at(
      only(name, 'data', 'AWS::Backup::BackupPlan').properties,
      'BackupPlan',
      'BackupPlanRule',
      0,
    );
    expect(rule).toMatchObject({
      TargetBackupVault: { Ref: vault.id },
      ScheduleExpression: 'cron(30 2 * * ? *)',
      Lifecycle: { DeleteAfterDays: backupDays },
    });
    const selection = only(name, 'data', 'AWS::Backup::BackupSelection').properties;
    expect(at(selection, 'BackupSelection', 'Resources', 0)).toMatch(
      new RegExp(`:cluster:${String(cluster.properties['DBClusterIdentifier'])}$`),
    );
  });

  it('holds the keys of the API in a secret without a value: they are made in the account', () => {
    const secret = resources(name, 'data', 'AWS::SecretsManager::Secret').find(
      ({ properties }) => properties['Name'] === `cool-delivery/${name}/api-keys`,
    );
    expect(secret?.properties['SecretString'] ?? secret?.properties['GenerateSecretString']).toBeUndefined();
    expect(only(name, 'data', 'Custom::ApiKeys').properties['SecretId']).toEqual({ Ref: secret?.id });
  });

  describe('the users of the database', () => {
    const task = resources(name, 'data', 'AWS::Lambda::Function').find(
      ({ properties }) => properties['FunctionName'] === `cool-delivery-${name}-database-access`,
    );
    const statements = resources(name, 'data', 'AWS::IAM::Policy')
      .filter(({ properties }) =>
        [properties['Roles']]
          .flat()
          .some((role) => at(role, 'Ref') === at(task?.properties, 'Role', 'Fn::GetAtt', 0)),
      )
      .flatMap(({ properties }) => [at(properties, 'PolicyDocument', 'Statement')].flat());
    const sid = (wanted: string) => statements.find((statement) => at(statement, 'Sid') === wanted);
    const users = resources(name, 'data', 'AWS::SecretsManager::Secret').filter(({ properties }) =>
      String(properties['Name']).startsWith(`cool-delivery/${name}/database-user/`),
    );

    it('have secrets without a value, under the key of the data', () => {
      expect(users.map(({ properties }) => properties['Name'])).toEqual([
        `cool-delivery/${name}/database-user/api`,
        `cool-delivery/${name}/database-user/verifier`,
      ]);
      for (const { properties } of users) {
        expect(properties['SecretString'] ?? properties['GenerateSecretString']).toBeUndefined();
        expect(properties['KmsKeyId']).toEqual({ 'Fn::GetAtt': [key('data')?.id, 'Arn'] });
      }
    });

    it('are made by a task whose code is named by its digest, one at a time, in the secured tier', () => {
      const [, parts] = [at(task?.properties, 'Code', 'S3Key', 'Fn::Join', 1)].flat();
      const parameter = at(parts, 'Fn::Select', 1, 'Fn::Split', 1, 'Ref');
      expect(at(template(name, 'data'), 'Parameters', String(parameter))).toMatchObject({
        Default: releaseParameters(name).databaseAccessDigest,
      });
      expect(JSON.stringify(at(task?.properties, 'Code', 'S3Key'))).toContain('["functions/",');
      expect(task?.properties).toMatchObject({ ReservedConcurrentExecutions: 1 });
      expect(at(task?.properties, 'VpcConfig', 'SubnetIds')).toHaveLength(3);
      for (const subnet of [at(task?.properties, 'VpcConfig', 'SubnetIds')].flat())
        expect(String(at(subnet, 'Fn::ImportValue'))).toContain('Tierssecured');
      expect(JSON.stringify(at(task?.properties, 'VpcConfig', 'SecurityGroupIds'))).toContain(
        'Groupsdatabaseaccess',
      );
    });

    it('are made with the owner’s password, which no other role of the environment may read', () => {
      const owner = { 'Fn::GetAtt': [only(name, 'data', 'Custom::DatabaseOwnerSecret').id, 'SecretArn'] };
      expect(sid('SignInAsOwner')).toMatchObject({
        Action: 'secretsmanager:GetSecretValue',
        Resource: owner,
      });
      const readers = stackNames
        .flatMap((stack) => resources(name, stack, 'AWS::IAM::Policy'))
        .filter(({ properties }) => JSON.stringify(properties).includes('SecretArn'));
      expect(readers).toHaveLength(1);
    });

    it('are kept by statements without a wildcard, but for the interfaces that its code may not touch', () => {
      expect(at(sid('KeepUsers'), 'Resource')).toEqual(users.map(({ id }) => ({ Ref: id })));
      expect(sid('EncryptSecrets')).toMatchObject({
        Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' } },
      });
      const wide = statements.filter((statement) => at(statement, 'Resource') === '*');
      expect(wide.map((statement) => at(statement, 'Sid'))).toEqual(['HaveInterfaces', 'CodeMakesNone']);
      expect(sid('CodeMakesNone')).toMatchObject({
        Effect: 'Deny',
        Action: at(sid('HaveInterfaces'), 'Action'),
        Condition: {
          ArnEquals: { 'lambda:SourceFunctionArn': expect.stringContaining(`${name}-database-access`) },
        },
      });
    });

    it('stand before a host asks for one, and again when the table of rights has changed', () => {
      const grant = only(name, 'data', 'Custom::DatabaseAccess');
      expect(JSON.stringify(at(task?.properties, 'Code', 'S3Key'))).toContain(
        JSON.stringify(at(grant.properties, 'Code')),
      );
      const instances = resources(name, 'data', 'AWS::DocDB::DBInstance').map(({ id }) => id);
      expect(at(grant.resource, 'DependsOn')).toEqual(expect.arrayContaining(instances));
    });

    it('get new passwords later than a host with the old one can live', () => {
      const schedules = resources(name, 'data', 'AWS::SecretsManager::RotationSchedule');
      expect(schedules.map(({ properties }) => at(properties, 'SecretId', 'Ref'))).toEqual(
        users.map(({ id }) => id),
      );
      const fleet = only(name, 'api', 'AWS::AutoScaling::AutoScalingGroup').properties;
      const longestDays = Number(fleet['MaxInstanceLifetime']) / 86_400;
      for (const { properties, resource } of schedules) {
        const days = /^rate\((\d+) days\)$/.exec(
          String(at(properties, 'RotationRules', 'ScheduleExpression')),
        )?.[1];
        expect(Number(days)).toBeGreaterThan(longestDays);
        expect(properties['RotateImmediatelyOnUpdate']).toBe(false);
        expect(at(resource, 'DependsOn')).toContain(only(name, 'data', 'Custom::DatabaseAccess').id);
      }
    });

    it('are rotated by Secrets Manager for these secrets alone', () => {
      const admitted = resources(name, 'data', 'AWS::Lambda::Permission').map(({ properties }) => properties);
      expect(admitted).toMatchObject(
        users.map(({ id }) => ({
          Principal: 'secretsmanager.amazonaws.com',
          SourceArn: { Ref: id },
          SourceAccount: environment.account,
        })),
      );
    });

    it('are written through the endpoint by that task alone', () => {
      const endpoint = resources(name, 'network', 'AWS::EC2::VPCEndpoint').find(({ properties }) =>
        String(properties['ServiceName']).endsWith('.secretsmanager'),
      );
      const writing = [at(endpoint?.properties, 'PolicyDocument', 'Statement')]
        .flat()
        .filter((statement) => [at(statement, 'Action')].flat().includes('secretsmanager:PutSecretValue'));
      expect(writing).toMatchObject([
        {
          Condition: {
            ArnEquals: {
              'aws:PrincipalArn': expect.stringMatching(`:role/cool-delivery-${name}-database-access$`),
            },
          },
        },
      ]);
    });

    it('never leave a password in the log', () => {
      const log = resources(name, 'data', 'AWS::Logs::LogGroup').find(
        ({ properties }) => properties['LogGroupName'] === `/cool-delivery/${name}/data/database-access`,
      );
      const [identifier] = [
        at(log?.properties, 'DataProtectionPolicy', 'Configuration', 'CustomDataIdentifier'),
      ].flat();
      const pattern = new RegExp(String(at(identifier, 'Regex')));
      expect(`pwd ${freshCredential('api_a').password} end`).toMatch(pattern);
    });
  });

  describe('evidence of deliveries', () => {
    const bucket = only(name, 'data', 'AWS::S3::Bucket');
    const denials = [
      at(only(name, 'data', 'AWS::S3::BucketPolicy').properties, 'PolicyDocument', 'Statement'),
    ]
      .flat()
      .filter((statement) => at(statement, 'Effect') === 'Deny');
    const denial = (sid: string) => denials.find((statement) => at(statement, 'Sid') === sid);

    it('lies in a private bucket under a key of its own, and goes when claims are over', () => {
      expect(at(bucket.properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration', 0)).toMatchObject(
        {
          ServerSideEncryptionByDefault: { KMSMasterKeyID: { 'Fn::GetAtt': [key('evidence')?.id, 'Arn'] } },
        },
      );
      expect(at(bucket.properties, 'PublicAccessBlockConfiguration', 'RestrictPublicBuckets')).toBe(true);
      expect(at(bucket.properties, 'LifecycleConfiguration', 'Rules', 0)).toMatchObject({
        ExpirationInDays: 396,
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
        Status: 'Enabled',
      });
    });

    it('is scanned as it arrives', () => {
      expect(only(name, 'data', 'AWS::GuardDuty::MalwareProtectionPlan').properties).toMatchObject({
        ProtectedResource: { S3Bucket: { BucketName: { Ref: bucket.id } } },
        Actions: { Tagging: { Status: 'ENABLED' } },
      });
    });

    it('is read by nobody but the scanner before it is tagged clean', () => {
      const role = at(
        only(name, 'data', 'AWS::GuardDuty::MalwareProtectionPlan').properties,
        'Role',
        'Fn::GetAtt',
        0,
      );
      expect(denial('NobodyReadsBeforeTheScan')).toMatchObject({
        Action: ['s3:GetObject', 's3:GetObjectVersion'],
        Principal: { AWS: '*' },
        Condition: {
          StringNotEquals: { 's3:ExistingObjectTag/GuardDutyMalwareScanStatus': 'NO_THREATS_FOUND' },
          ArnNotEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': [role, 'Arn'] } },
        },
      });
    });

    it('is tagged by nobody but the scanner', () => {
      expect(denial('NobodyElseWritesTheVerdict')).toMatchObject({
        Action: expect.arrayContaining(['s3:PutObjectTagging', 's3:DeleteObjectTagging']),
        Condition: { ArnNotEquals: {} },
      });
    });
  });
});
