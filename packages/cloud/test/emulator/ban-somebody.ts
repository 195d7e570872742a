// From refused sign-ins in the API's log to an address on the firewall's list, with the function as it was deployed, woken
// as its clock wakes it. The emulator's CloudFormation does not know the lists, so they are made here and the function is
// told their names; it reads the pattern of a subscription as bare words, so the subscription itself is only read back.

import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { CreateIPSetCommand, GetIPSetCommand, WAFV2Client } from '@aws-sdk/client-wafv2';
import type { Options } from './compare.ts';

export interface BanInput {
  readonly functionName: string;
  readonly logGroupName: string;
  readonly address: string;
  readonly options: Options;
}

/** The addresses on the list for IPv4 after the function ran. */
export async function banSomebody(input: BanInput): Promise<readonly string[]> {
  const { functionName, options } = input;
  const firewall = new WAFV2Client({ ...options, region: 'us-east-1' });
  const v4 = await makeList(firewall, 'v4', 'IPV4');
  const v6 = await makeList(firewall, 'v6', 'IPV6');
  await tellFunction(input, { V4_ARN: v4.arn, V6_ARN: v6.arn });
  await writeRefusals(input, 20);
  const run = await new LambdaClient(options).send(
    new InvokeCommand({ FunctionName: functionName, Payload: '{}' }),
  );
  if (run.FunctionError !== undefined) throw new Error(Buffer.from(run.Payload ?? []).toString());
  const { IPSet } = await firewall.send(new GetIPSetCommand({ Name: 'v4', Id: v4.id, Scope: 'CLOUDFRONT' }));
  return IPSet?.Addresses ?? [];
}

async function makeList(firewall: WAFV2Client, Name: string, IPAddressVersion: 'IPV4' | 'IPV6') {
  const { Summary } = await firewall.send(
    new CreateIPSetCommand({ Name, Scope: 'CLOUDFRONT', IPAddressVersion, Addresses: [] }),
  );
  return { id: Summary?.Id ?? '', arn: Summary?.ARN ?? '' };
}

async function tellFunction(
  { functionName: FunctionName, options }: BanInput,
  lists: Readonly<Record<string, string>>,
): Promise<void> {
  const lambda = new LambdaClient(options);
  const found = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const Variables = { ...found.Environment?.Variables, ...lists };
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  await new IAMClient(options).send(
    new PutRolePolicyCommand({
      RoleName: found.Role?.split('/').at(-1),
      PolicyName: 'lists-of-the-test',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        // The emulator compares these calls with other resources than AWS does: the rights that the function has are
        // judged on the template, and what is exercised here is the way.
        Statement: {
          Effect: 'Allow',
          Action: ['logs:FilterLogEvents', 'wafv2:GetIPSet', 'wafv2:UpdateIPSet'],
          Resource: '*',
        },
      }),
    }),
  );
}

/** In the form the API writes them. */
async function writeRefusals({ address, logGroupName, options }: BanInput, times: number): Promise<void> {
  const logs = new CloudWatchLogsClient(options);
  const stream = { logGroupName, logStreamName: 'a-host' };
  await logs.send(new CreateLogStreamCommand(stream));
  const message = JSON.stringify({ event: 'sign-in-refused', problem: 'wrong-credentials', address });
  const logEvents = Array.from({ length: times }, () => ({ timestamp: Date.now(), message }));
  await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
}
