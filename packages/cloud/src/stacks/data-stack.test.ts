import { describe, expect, it } from 'vitest';
import { at, everyEnvironment, only, resources } from '../../test/support/golden.ts';

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
