// The AWS services a host talks to, and what it may ask each through its endpoint. An endpoint policy is a ceiling:
// a stolen credential of another account, or another action, gets no further than the door.

export interface ServiceEndpoint {
  /** Name behind com.amazonaws.<region>. */
  readonly service: string;
  readonly why: string;
  readonly actions: readonly string[];
  /** What is asked for must lie in our account too. Not for `ssm`: its documents are AWS's own. */
  readonly ownResources?: true;
  /** Further actions for one role alone, by the name it has in each environment. */
  readonly also?: { readonly role: (environment: string) => string; readonly actions: readonly string[] };
}

/** Named, because the endpoint's policy names it before it is made. */
export const databaseAccessRole = (environment: string) => `cool-delivery-${environment}-database-access`;

export const interfaceEndpoints: readonly ServiceEndpoint[] = [
  {
    service: 'ssm',
    why: 'Session Manager instead of SSH; inventory and patch state',
    actions: [
      'ssm:DescribeAssociation',
      'ssm:GetDeployablePatchSnapshotForInstance',
      'ssm:GetDocument',
      'ssm:DescribeDocument',
      'ssm:GetManifest',
      'ssm:ListAssociations',
      'ssm:ListInstanceAssociations',
      'ssm:PutComplianceItems',
      'ssm:PutConfigurePackageResult',
      'ssm:PutInventory',
      'ssm:UpdateAssociationStatus',
      'ssm:UpdateInstanceAssociationStatus',
      'ssm:UpdateInstanceInformation',
    ],
  },
  {
    service: 'ssmmessages', // ec2messages is not needed from SSM agent 3.3.40 on
    why: 'the data channel of a session',
    actions: [
      'ssmmessages:CreateControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:OpenDataChannel',
    ],
  },
  {
    service: 'logs',
    ownResources: true,
    why: 'host and API logs leave the host',
    actions: [
      'logs:CreateLogStream',
      'logs:DescribeLogGroups',
      'logs:DescribeLogStreams',
      'logs:PutLogEvents',
    ],
  },
  { service: 'monitoring', why: 'metrics', actions: ['cloudwatch:PutMetricData'] },
  {
    service: 'secretsmanager',
    ownResources: true,
    why: 'database user and keys, read at start; the users of the database, made and changed by their task',
    actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
    also: {
      role: databaseAccessRole,
      actions: ['secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'],
    },
  },
  {
    service: 'kms',
    ownResources: true,
    why: 'the agent opens the sessions it is sent; whatever a service encrypts for us, it asks for itself',
    actions: ['kms:Decrypt'],
  },
  {
    service: 'email', // the API of SES; its SMTP interface would need a password
    ownResources: true,
    why: 'mails to recipients and staff',
    actions: ['ses:SendEmail'],
  },
  {
    service: 'guardduty-data',
    why: 'findings of the runtime agent',
    actions: ['guardduty:SendSecurityTelemetry'],
  },
];
