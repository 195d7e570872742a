// The accounts of dev and qa, each stood in for by an emulator, and whoever works in them: commands with a profile, clients,
// and somebody from outside without credentials.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { accountIn } from '../../src/delivery/account.ts';
import { environments } from '../../src/environments.ts';
import {
  type Certificate,
  type EmulatedAccount,
  emulateAccount,
  trusting,
  writeProfiles,
} from './emulated-account.ts';

export const region = 'eu-west-1';
export const commandTimeoutMs = 240_000;

export type TwoAccounts = Awaited<ReturnType<typeof emulateTwoAccounts>>;

export interface Ran {
  readonly code: number;
  readonly text: string;
}

/** `folder` is where commands work and the emulators keep what they hold. */
export async function emulateTwoAccounts(tools: string, folder: string, tls: Certificate) {
  const { dev, qa } = environments;
  // One after the other: the emulator also takes ports that it does not let us choose.
  const forDev = await emulateAccount(tools, dev.account, join(folder, 'dev'), tls);
  const forQa = await emulateAccount(tools, qa.account, join(folder, 'qa'), tls).catch(
    async (error: unknown) => {
      await forDev.stop();
      throw error;
    },
  );
  const accounts: Readonly<Record<'dev' | 'qa', EmulatedAccount>> = { dev: forDev, qa: forQa };
  const profiles = writeProfiles(folder, region, { 'cool-delivery-dev': forDev, 'cool-delivery-qa': forQa });
  const running = new Set<ChildProcess>();

  async function run(args: readonly string[], profile?: 'dev' | 'qa'): Promise<Ran> {
    const child = spawn(process.execPath, [...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: commandTimeoutMs,
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        AWS_EC2_METADATA_DISABLED: 'true',
        CDK_DISABLE_CLI_TELEMETRY: 'true',
        NODE_EXTRA_CA_CERTS: tls.certificate,
        ...profiles,
        ...(profile === undefined ? {} : { AWS_PROFILE: `cool-delivery-${profile}` }),
      },
    });
    running.add(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        text += chunk;
      });
    const [code] = await once(child, 'close');
    running.delete(child);
    return { code: code ?? 1, text };
  }

  function clientOptions(name: 'dev' | 'qa') {
    const { endpoint, accessKeyId, secretAccessKey } = accounts[name];
    return {
      region,
      endpoint,
      forcePathStyle: true,
      credentials: { accessKeyId, secretAccessKey },
      requestHandler: trusting(tls),
    };
  }

  async function parametersOf(name: 'dev' | 'qa'): Promise<ReadonlyMap<string, string>> {
    const ssm = new SSMClient(clientOptions(name));
    const { Parameters = [] } = await ssm.send(
      new GetParametersByPathCommand({ Path: `/cool-delivery/${name}`, Recursive: true, MaxResults: 10 }),
    );
    return new Map(Parameters.map(({ Name = '', Value = '' }) => [Name, Value]));
  }

  /** A request without credentials to the account of dev, for the host named. */
  async function anonymously(path: string, host?: string) {
    const { endpoint, requestHandler } = clientOptions('dev');
    const sent = request(`${endpoint}${path}`, {
      agent: requestHandler.httpsAgent,
      checkServerIdentity: () => undefined, // the certificate is pinned, and names the address instead
      headers: host === undefined ? {} : { host },
    });
    sent.end();
    const answer: IncomingMessage = (await once(sent, 'response'))[0];
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk);
    return { status: answer.statusCode, text: Buffer.concat(chunks).toString() };
  }

  async function bucketOf(name: 'dev' | 'qa', stack: string): Promise<string> {
    return accountIn(region, clientOptions(name)).bucketOf(stack);
  }

  async function stop(): Promise<void> {
    for (const child of running) child.kill('SIGKILL');
    for (const account of Object.values(accounts)) await account.stop();
  }

  return { run, clientOptions, parametersOf, anonymously, bucketOf, stop };
}
