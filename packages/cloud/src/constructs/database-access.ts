// Who may sign in to the database: a secret for each account, the task that makes users and roles with the owner's
// password and rotates them, and the moment in a deployment at which it runs. Only this task may read that password.
// It lies in the secured tier with a group of its own, reached from nowhere, and reaches the cluster and the endpoints.

import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { passwordMark } from '../database-access/credential.ts';
import { authorityFile } from '../database-access/function-names.ts';
import type { AccountName } from '../database-access/rights.ts';
import { rotationDays } from '../database-access/rotate.ts';
import { releaseParameters } from '../delivery/release-parameters.ts';
import { databaseAccessRole } from '../endpoint-policies.ts';
import type { Environment } from '../environments.ts';
import { databasePort } from '../flows.ts';
import { acknowledge } from './acknowledge.ts';
import type { DatabaseCluster } from './database-cluster.ts';
import { EncryptedLogGroup } from './encrypted-log-group.ts';
import { acknowledgeUnanswered } from './function-findings.ts';
import { InlineCustomResource } from './inline-custom-resource.ts';
import type { PurposeKey } from './purpose-key.ts';
import { afterRights, serviceRole } from './service-role.ts';
import { StoredCode } from './stored-code.ts';

export interface DatabaseAccessProps {
  readonly environment: Environment;
  readonly database: DatabaseCluster;
  /** Name of the database in the cluster. */
  readonly databaseName: string;
  readonly vpc: ec2.IVpc;
  readonly subnets: readonly ec2.ISubnet[];
  readonly group: ec2.ISecurityGroup;
  readonly codeBucket: s3.IBucket;
  readonly dataKey: PurposeKey;
  readonly logsKey: PurposeKey;
}

const interfaceActions = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

export class DatabaseAccess extends Construct {
  readonly secrets: Readonly<Record<AccountName, secretsmanager.CfnSecret>>;

  constructor(scope: Construct, id: string, props: DatabaseAccessProps) {
    super(scope, id);
    this.secrets = {
      api: this.makeSecret('ApiUser', 'api', props),
      verifier: this.makeSecret('VerifierUser', 'verifier', props),
    };
    const ownerSecretArn = this.findOwnerSecret(props);
    const digest = ssm.StringParameter.valueForStringParameter(
      this,
      releaseParameters(props.environment.name).databaseAccessDigest,
    );
    const task = this.makeTask(props, ownerSecretArn, digest);
    const granted = this.runAtDeployment(props, task, digest);
    for (const secret of Object.values(this.secrets)) this.rotate(secret, task, granted);
  }

  // Without a value: the task makes it, so that no template, pipeline or person ever held it.
  private makeSecret(
    id: string,
    account: AccountName,
    { dataKey, environment }: DatabaseAccessProps,
  ): secretsmanager.CfnSecret {
    const secret = new secretsmanager.CfnSecret(this, id, {
      name: `cool-delivery/${environment.name}/database-user/${account}`,
      description: `User name and password with which the ${account} signs in to the database`,
      kmsKeyId: dataKey.arn,
    });
    secret.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return secret;
  }

  private findOwnerSecret({ database, environment, logsKey }: DatabaseAccessProps): string {
    const { account, region } = Stack.of(this);
    const found = new InlineCustomResource(this, 'OwnerSecret', {
      type: 'Custom::DatabaseOwnerSecret',
      handler: 'find-owner-secret',
      environmentName: environment.name,
      properties: { ClusterIdentifier: database.identifier },
      timeout: Duration.minutes(6),
      logsKey,
      logDays: environment.logDays,
      statements: [
        {
          sid: 'FindOwnerSecret',
          actions: ['rds:DescribeDBClusters'], // DocumentDB's API is RDS's
          resources: [`arn:aws:rds:${region}:${account}:cluster:${database.identifier}`],
        },
      ],
    });
    found.resource.node.addDependency(database);
    return found.resource.getAttString('SecretArn');
  }

  private makeTask(props: DatabaseAccessProps, ownerSecretArn: string, digest: string): lambda.Function {
    const { database, environment, logsKey } = props;
    const name = databaseAccessRole(environment.name); // function and role by one name
    const log = new EncryptedLogGroup(this, 'Log', {
      name: `/cool-delivery/${environment.name}/data/database-access`,
      key: logsKey,
      days: environment.logDays,
      masked: [
        new logs.CustomDataIdentifier('DatabasePassword', `${passwordMark}[A-Za-z0-9_-]{40}`), // never logged, masked all the same
      ],
    });
    const role = this.makeRole(props, name, ownerSecretArn, log.streamsArn);
    const task = new lambda.Function(this, 'Task', {
      functionName: name,
      description: 'Makes the users of the database, and gives them new passwords',
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: new StoredCode(props.codeBucket, digest),
      vpc: props.vpc,
      vpcSubnets: { subnets: [...props.subnets] },
      securityGroups: [props.group],
      role,
      logGroup: log.group,
      environment: {
        DATABASE_HOST: `${database.host}:${databasePort}`,
        DATABASE: props.databaseName,
        AUTHORITY_FILE: `/var/task/${authorityFile}`,
        OWNER_SECRET: ownerSecretArn,
        API_SECRET: this.secrets.api.ref,
        VERIFIER_SECRET: this.secrets.verifier.ref,
      },
      timeout: Duration.minutes(1),
      memorySize: 256,
      reservedConcurrentExecutions: 1, // a deployment and a rotation wait for each other
    });
    afterRights(task, role); // Lambda makes the interfaces with this role, at once
    acknowledgeUnanswered(task);
    return task;
  }

  private makeRole(
    { dataKey, environment }: DatabaseAccessProps,
    name: string,
    ownerSecretArn: string,
    logArn: string,
  ): iam.Role {
    const { account, region } = Stack.of(this);
    const role = serviceRole(this, 'Role', {
      name,
      service: 'lambda.amazonaws.com',
      description: `Makes the users of the database of ${environment.name}`,
      statements: [
        { sid: 'SignInAsOwner', actions: ['secretsmanager:GetSecretValue'], resources: [ownerSecretArn] },
        {
          sid: 'KeepUsers',
          actions: [
            'secretsmanager:DescribeSecret',
            'secretsmanager:GetSecretValue',
            'secretsmanager:PutSecretValue',
            'secretsmanager:UpdateSecretVersionStage',
          ],
          resources: Object.values(this.secrets).map(({ ref }) => ref),
        },
        {
          sid: 'EncryptSecrets',
          actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
          resources: [dataKey.arn],
          conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` } },
        },
        { sid: 'HaveInterfaces', actions: interfaceActions, resources: ['*'] },
        {
          // Lambda makes the interfaces before the code runs; the code has no business with them (Lambda developer
          // guide, "Giving Lambda functions access to resources in an Amazon VPC").
          sid: 'CodeMakesNone',
          effect: iam.Effect.DENY,
          actions: interfaceActions,
          resources: ['*'],
          conditions: {
            ArnEquals: {
              'lambda:SourceFunctionArn': `arn:aws:lambda:${region}:${account}:function:${name}`,
            },
          },
        },
        {
          sid: 'WriteOwnLog',
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [logArn],
        },
      ],
    });
    acknowledge(role, {
      rule: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'Lambda makes the interfaces of a function, whose names it chooses; the function itself is denied it',
      owner: 'platform-team',
      expires: '2027-11-30',
    });
    return role;
  }

  private runAtDeployment(
    { database, environment, logsKey }: DatabaseAccessProps,
    task: lambda.Function,
    digest: string,
  ): Construct {
    const run = new InlineCustomResource(this, 'Grant', {
      type: 'Custom::DatabaseAccess',
      handler: 'run-function',
      environmentName: environment.name,
      // The table of rights is in the code: another code is the reason to run again.
      properties: { FunctionName: task.functionName, Code: digest },
      timeout: Duration.minutes(5),
      logsKey,
      logDays: environment.logDays,
      statements: [{ sid: 'RunTheTask', actions: ['lambda:InvokeFunction'], resources: [task.functionArn] }],
    });
    run.resource.node.addDependency(database);
    return run.resource;
  }

  private rotate(secret: secretsmanager.CfnSecret, task: lambda.Function, granted: Construct): void {
    const admitted = new lambda.CfnPermission(this, `Rotates${secret.node.id}`, {
      action: 'lambda:InvokeFunction',
      functionName: task.functionArn,
      principal: 'secretsmanager.amazonaws.com',
      sourceAccount: Stack.of(this).account,
      sourceArn: secret.ref,
    });
    const schedule = new secretsmanager.CfnRotationSchedule(this, `Schedule${secret.node.id}`, {
      secretId: secret.ref,
      rotationLambdaArn: task.functionArn,
      rotateImmediatelyOnUpdate: false, // the deployment has just made the user
      rotationRules: { scheduleExpression: `rate(${rotationDays} days)`, duration: '4h' },
    });
    schedule.node.addDependency(admitted, granted);
  }
}
