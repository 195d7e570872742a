// A KMS key for one purpose. Its policy lets the account administer it, and lets data be encrypted and decrypted
// only through the services named. No identity policy can give direct use: the key policy never delegates it, but for
// the key of sessions, whose two ends call KMS themselves.

import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

export interface PurposeKeyProps {
  readonly environmentName: string;
  readonly purpose:
    | 'logs'
    | 'data'
    | 'disks'
    | 'artefacts'
    | 'evidence'
    | 'edge logs'
    | 'sessions'
    | 'alerts'
    | 'trail';
  /** Services on whose behalf principals of the account may use the key, e.g. `rds`. */
  readonly usedThrough: readonly ('backup' | 'ec2' | 'rds' | 's3' | 'secretsmanager')[];
}

type Conditions = Readonly<Record<string, Readonly<Record<string, string>>>>;

const useActions = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey*',
  'kms:DescribeKey',
];

// Everything but use: the list AWS gives for key administrators.
const administerActions = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias', // not kms:Create*: a grant is use
  'kms:Delete*',
  'kms:Describe*',
  'kms:Disable*',
  'kms:Enable*',
  'kms:Get*',
  'kms:List*',
  'kms:Put*',
  'kms:Revoke*',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:Update*',
];

export class PurposeKey extends Construct {
  readonly arn: string;
  /** For constructs that would otherwise write a statement of their own into the key policy. */
  readonly handle: kms.IKey;
  private readonly key: kms.Key;

  constructor(scope: Construct, id: string, props: PurposeKeyProps) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    this.key = new kms.Key(this, 'Key', {
      alias: `cool-delivery/${props.environmentName}/${props.purpose.replaceAll(' ', '-')}`,
      description: `Encrypts the ${props.purpose} of ${props.environmentName}`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: RemovalPolicy.RETAIN, // a deleted key is deleted data
      policy: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            sid: 'AccountAdministers',
            principals: [new iam.AccountPrincipal(account)],
            actions: administerActions,
            resources: ['*'],
          }),
        ],
      }),
    });
    this.arn = this.key.keyArn;
    this.handle = kms.Key.fromKeyArn(this, 'Handle', this.key.keyArn);
    for (const service of props.usedThrough) this.allowUseThrough(service, account, region);
  }

  /** Lets CloudWatch Logs encrypt the groups whose names match, and no others. */
  allowLogGroups(...namePatterns: readonly string[]): void {
    const { account, region } = Stack.of(this);
    this.key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'LogsEncrypts',
        principals: [new iam.ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: useActions,
        resources: ['*'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': namePatterns.map(
              (pattern) => `arn:aws:logs:${region}:${account}:log-group:${pattern}`,
            ),
          },
        },
      }),
    );
  }

  /** Lets a service encrypt or read what it handles for one of our resources, named in the conditions. */
  allowService(sid: string, service: string, actions: readonly string[], conditions: Conditions): void {
    this.key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid,
        principals: [new iam.ServicePrincipal(service)],
        actions: [...actions],
        resources: ['*'],
        conditions: { ...conditions },
      }),
    );
  }

  /** Lets one role decrypt by itself what the conditions name: for an agent that calls KMS on behalf of no service. */
  allowDecryption(sid: string, roleArn: string, conditions: Conditions): void {
    this.key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid,
        principals: [new iam.ArnPrincipal(roleArn)],
        actions: ['kms:Decrypt'],
        resources: ['*'],
        conditions: { ...conditions },
      }),
    );
  }

  /** Lets people of the account, whose own policy must say so too, make data keys of the kind the conditions name. */
  allowDataKeys(sid: string, conditions: Conditions): void {
    this.key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid,
        principals: [new iam.AccountPrincipal(Stack.of(this).account)],
        actions: ['kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { ...conditions },
      }),
    );
  }

  /** Lets a service-linked role use the key and hand grants to AWS resources: how volumes of a fleet are opened. */
  allowServiceRole(sid: string, roleArn: string): void {
    const principals = [new iam.ArnPrincipal(roleArn)];
    this.key.addToResourcePolicy(
      new iam.PolicyStatement({ sid: `${sid}Uses`, principals, actions: useActions, resources: ['*'] }),
    );
    this.key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: `${sid}Grants`,
        principals,
        actions: ['kms:CreateGrant'],
        resources: ['*'],
        conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      }),
    );
  }

  private allowUseThrough(service: string, account: string, region: string): void {
    const via = { 'kms:CallerAccount': account, 'kms:ViaService': `${service}.${region}.amazonaws.com` };
    const sid = service.charAt(0).toUpperCase() + service.slice(1);
    this.key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: `UseThrough${sid}`,
        principals: [new iam.AccountPrincipal(account)],
        actions: [...useActions, 'kms:CreateGrant'],
        resources: ['*'],
        conditions: { StringEquals: via },
      }),
    );
  }
}
