// A process that stands in for one AWS account, on loopback, with TLS and access checks on: the buckets refuse plain http. Nothing it says is taken for AWS's
// word: tests read back what they rely on, and name what it lacks.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
} from '@aws-sdk/client-iam';

export interface EmulatedAccount {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly stop: () => Promise<void>;
}

export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate for the loopback address, or undefined where the machine has no openssl. */
export function makeCertificate(folder: string): Certificate | undefined {
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const request = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
  ];
  const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = spawnSync('openssl', [...request, ...names, '-out', certificate, '-keyout', key]);
  return made.status === 0 ? { certificate, key } : undefined;
}

/** How an SDK client in this process trusts that certificate. */
export function trusting({ certificate }: Certificate) {
  return { httpsAgent: new Agent({ ca: readFileSync(certificate) }) };
}

const modules = fileURLToPath(new URL('../../../../node_modules', import.meta.url));

const startTimeoutMs = 60_000;

/** A free port may be somebody else's by the time the emulator takes it, so an emulator that ended is started anew. */
const mostStarts = 3;

/** `bin` holds the emulator's command; `folder` takes its files. */
export async function emulateAccount(
  bin: string,
  id: string,
  folder: string,
  tls: Certificate,
): Promise<EmulatedAccount> {
  mkdirSync(folder, { recursive: true });
  for (let start = 1; ; start += 1) {
    try {
      return await startEmulator(bin, id, folder, tls);
    } catch (error) {
      if (start === mostStarts) throw error;
      console.log(error instanceof Error ? error.message : error);
    }
  }
}

async function startEmulator(
  bin: string,
  id: string,
  folder: string,
  tls: Certificate,
): Promise<EmulatedAccount> {
  const port = await freePort();
  const said = openSync(join(folder, 'emulator.log'), 'w');
  const endpoint = `https://127.0.0.1:${port}`;
  const child = spawn(join(bin, 'ministack'), [], {
    cwd: folder,
    stdio: ['ignore', said, said],
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      TMPDIR: folder, // it unpacks functions there, and leaves them
      BIND_HOST: '127.0.0.1', // its default is every address of the machine
      GATEWAY_PORT: String(port),
      AUTH: 'true',
      MINISTACK_ACCOUNT_ID: id,
      S3_DATA_DIR: join(folder, 's3'),
      USE_SSL: '1',
      MINISTACK_SSL_CERT: tls.certificate,
      MINISTACK_SSL_KEY: tls.key,
      NODE_PATH: modules, // what Lambda's own runtime brings: AWS's SDK
      NODE_EXTRA_CA_CERTS: tls.certificate,
    },
  });
  closeSync(said);
  try {
    await listening(port, child, folder);
    // A key of its own: the CDK CLI remembers which account a key belongs to.
    const key = await administrator(endpoint, tls);
    return { endpoint, ...key, stop: () => stop(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

/** Shared configuration files with one profile for each account, as a person or a pipeline has them. */
export function writeProfiles(
  folder: string,
  region: string,
  profiles: Readonly<Record<string, EmulatedAccount>>,
): { readonly AWS_CONFIG_FILE: string; readonly AWS_SHARED_CREDENTIALS_FILE: string } {
  const [config, credentials] = [join(folder, 'config'), join(folder, 'credentials')];
  const sections = Object.entries(profiles);
  writeFileSync(
    config,
    sections
      .map(([name, { endpoint }]) => `[profile ${name}]\nregion = ${region}\nendpoint_url = ${endpoint}\n`)
      .join(''),
  );
  writeFileSync(
    credentials,
    sections
      .map(
        ([name, { accessKeyId, secretAccessKey }]) =>
          `[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
      )
      .join(''),
    { mode: 0o600 },
  );
  return { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials };
}

async function administrator(endpoint: string, tls: Certificate) {
  const root = { accessKeyId: 'test', secretAccessKey: 'test' };
  const iam = new IAMClient({
    endpoint,
    region: 'us-east-1',
    credentials: root,
    requestHandler: trusting(tls),
  });
  await iam.send(new CreateUserCommand({ UserName: 'deployer' }));
  await iam.send(
    new AttachUserPolicyCommand({
      UserName: 'deployer',
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'deployer' }));
  const { AccessKeyId, SecretAccessKey } = AccessKey ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined)
    throw new Error('Emulated account: given no access key, allowed is one for its administrator.');
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
}

async function listening(port: number, child: ChildProcess, folder: string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline && child.exitCode === null) {
    if (await accepts(port)) return;
    await new Promise((resume) => setTimeout(resume, 200));
  }
  const last = readFileSync(join(folder, 'emulator.log'), 'utf8').trim().split('\n').slice(-5).join('\n');
  const how =
    child.exitCode === null ? `did not listen within ${startTimeoutMs} ms` : `ended with ${child.exitCode}`;
  throw new Error(`Emulated account: the emulator on port ${port} ${how}. It said last:\n${last}`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      answer(true);
    });
    socket.once('error', () => answer(false));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await closed;
  clearTimeout(kill);
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close'); // or the next to ask reaches this one
  if (address === null || typeof address === 'string') throw new Error('No free port on loopback.');
  return address.port;
}
