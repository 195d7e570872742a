// A custom resource whose handler stands in the template itself: no bundle, no asset, so the reviewer of the
// template reads what will run, and the tests run exactly that text. CloudFormation takes 4,096 characters.

import { readFileSync } from 'node:fs';
import { CustomResource, type Duration } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge, reasons } from './acknowledge.ts';
import { EncryptedLogGroup } from './encrypted-log-group.ts';
import { acknowledgeFunction } from './function-findings.ts';
import type { PurposeKey } from './purpose-key.ts';
import { afterRights, serviceRole } from './service-role.ts';

export interface InlineCustomResourceProps {
  /** CloudFormation type of the resource, `Custom::…`. */
  readonly type: string;
  /** File in `handlers/`, without its ending. */
  readonly handler:
    | 'close-default-group'
    | 'find-owner-secret'
    | 'find-service-group'
    | 'make-api-keys'
    | 'run-function';
  readonly environmentName: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly statements: readonly iam.PolicyStatementProps[];
  readonly timeout: Duration;
  readonly logsKey: PurposeKey;
  readonly logDays: number;
}

const maxInlineCharacters = 4_096;

export class InlineCustomResource extends Construct {
  readonly resource: CustomResource;

  constructor(scope: Construct, id: string, props: InlineCustomResourceProps) {
    super(scope, id);
    const logGroup = new EncryptedLogGroup(this, 'Log', {
      name: `/cool-delivery/${props.environmentName}/deployment/${props.handler}`,
      key: props.logsKey,
      days: props.logDays,
    });
    const role = serviceRole(this, 'Role', {
      service: 'lambda.amazonaws.com',
      description: `Runs the custom resource ${props.type} during a deployment`,
      statements: [
        ...props.statements,
        {
          sid: 'WriteOwnLog',
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [logGroup.streamsArn],
        },
      ],
    });
    const handler = new lambda.Function(this, 'Handler', {
      description: `Custom resource ${props.type}`,
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline(handlerSource(props.handler)),
      role,
      logGroup: logGroup.group,
      timeout: props.timeout,
      memorySize: 256,
    });
    // A request answered before the role may act would fail the stack.
    afterRights(handler, role);
    this.resource = new CustomResource(this, 'Resource', {
      resourceType: props.type,
      serviceToken: handler.functionArn,
      properties: props.properties,
    });
    acknowledgeFunction(handler);
    acknowledge(handler, {
      rule: 'NIST.800.53.R5-LambdaConcurrency',
      reason: 'Runs once in a deployment and answers CloudFormation itself',
      owner: 'platform-team',
      expires: '2027-11-30',
    });
    if (props.statements.some(({ resources = [] }) => resources.includes('*')))
      acknowledge(role, {
        rule: 'AwsSolutions-IAM5[Resource::*]',
        reason: reasons.noResource,
        owner: 'platform-team',
        expires: '2027-11-30',
      });
  }
}

/** The text of a handler as it goes into the template. */
export function handlerSource(name: InlineCustomResourceProps['handler']): string {
  const read = (file: string) => readFileSync(new URL(`../handlers/${file}.cjs`, import.meta.url), 'utf8');
  const source = `${read(name)}\n${read('answer')}`;
  if (source.length > maxInlineCharacters)
    throw new Error(
      `handlers/${name}.cjs: given ${source.length} characters with answer.cjs, allowed are ${maxInlineCharacters}; shorten it.`,
    );
  return source;
}
