// Delivery from end to end, against two processes that stand in for the accounts of dev and qa: the unmodified CDK CLI
// bootstraps and deploys, what arrived is read back, and a release moves from one to the other. Without Python it is
// skipped, and counted as skipped.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudFrontClient, GetDistributionCommand } from '@aws-sdk/client-cloudfront';
import {
  GetBucketPolicyCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshCredential } from '../src/database-access/credential.ts';
import { secretsManagerStore } from '../src/database-access/secrets-manager.ts';
import { accountIn } from '../src/delivery/account.ts';
import { releaseId } from '../src/delivery/release.ts';
import { environments } from '../src/environments.ts';
import { installPythonTools } from '../src/gate/python-tools.ts';
import { stacksOf } from '../src/golden-assembly.ts';
import { banSomebody } from './emulator/ban-somebody.ts';
import {
  type EmulatedAccount,
  emulateAccount,
  makeCertificate,
  trusting,
  writeProfiles,
} from './emulator/emulated-account.ts';
import type { TakenOut } from './emulator/prune.ts';
import { pruneAssembly } from './emulator/prune-assembly.ts';
import { readBack } from './emulator/read-back.ts';
import { commandMistakes, commandsIn, packagesOf } from './emulator/runbook-commands.ts';
import { makeSampleRelease } from './sample-release.ts';
import { resources, stackNames } from './support/golden.ts';

const region = 'eu-west-1';
const root = fileURLToPath(new URL('../../../', import.meta.url));
const cdk = join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
const commandTimeoutMs = 240_000;
const imageId = 'ami-0123456789abcdef0';

/** Of these each one that is declared is deployed and read back, or the test fails. */
const mustStand = [
  'AWS::KMS::Key',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::Lambda::Function',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::SubscriptionFilter',
  'AWS::SNS::Topic',
  'AWS::SNS::Subscription',
  'AWS::CloudWatch::Alarm',
];

const counted = (types: ReadonlyMap<string, number>) =>
  [...types]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, count]) => `${count} ${type}`)
    .join(', ');

function countedTypes(takenOut: readonly TakenOut[], because: string): string {
  const types = new Map<string, number>();
  for (const one of takenOut)
    if (one.because === because) types.set(one.type, (types.get(one.type) ?? 0) + 1);
  return counted(types);
}

const tools = installPythonTools({
  packages: ['ministack==1.5.33'],
  constraints: fileURLToPath(new URL('emulator/constraints.txt', import.meta.url)),
  cache: join(root, '.cache'),
});
if ('failed' in tools) throw new Error(`ministack: ${tools.failed}`);
const folder = mkdtempSync(join(tmpdir(), 'cool-delivery-'));
const tls = makeCertificate(folder);
const missing =
  'missing' in tools
    ? tools.missing
    : tls === undefined
      ? 'given no openssl, allowed is one on the PATH; install it to run this.'
      : undefined;
if (missing !== undefined) console.log(`SKIPPED delivery journey: ${missing}`);

interface Ran {
  readonly code: number;
  readonly text: string;
}

// A step runs several commands, each with its own limit: a busy machine makes it longer, not wrong.
describe.skipIf(missing !== undefined)('delivery', { timeout: 4 * commandTimeoutMs }, () => {
  const accounts = new Map<'dev' | 'qa', EmulatedAccount>();
  const running = new Set<ChildProcess>();
  let profiles: Readonly<Record<string, string>> = {};
  let takenOut: readonly TakenOut[] = [];

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
        ...(tls === undefined ? {} : { NODE_EXTRA_CA_CERTS: tls.certificate }),
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
  const bin = (name: string) => join(root, 'packages', 'cloud', 'bin', `${name}.mjs`);

  function clientOptions(name: 'dev' | 'qa') {
    const account = accounts.get(name);
    if (account === undefined || tls === undefined) throw new Error(`No emulated account for ${name}.`);
    const { endpoint, accessKeyId, secretAccessKey } = account;
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

  function makeRelease(name: string, word: string): string {
    const { release } = makeSampleRelease(join(folder, name), {
      api: `the API, ${word}`,
      web: {
        'index.html': `<!doctype html><title>${word}</title>`,
        'assets/main-0123abcd.js': `console.log('${word}')`,
      },
      imageId,
    });
    return releaseId(release);
  }

  // One for each: given several environments, CDK lists the files of the earlier ones with the later.
  const assemblies = { dev: join(folder, 'assembly-dev'), qa: join(folder, 'assembly-qa') } as const;
  let first = '';

  /** A value for each parameter that the templates leave to whoever deploys: certificates. */
  function parametersToGive(name: 'dev' | 'qa'): readonly string[] {
    const stacks = stacksOf(new CloudAssembly(assemblies[name])).filter(
      ({ environment }) => environment === name,
    );
    return stacks.flatMap(({ account, stackName, template }) =>
      Object.entries(template['Parameters'] ?? {})
        .filter(([, parameter]) => parameter.Default === undefined)
        .flatMap(([parameter]) => {
          const where = parameter.startsWith('Viewer') ? 'us-east-1' : region;
          const certificate = `arn:aws:acm:${where}:${account}:certificate/00000000-0000-0000-0000-000000000000`;
          return ['--parameter', `${stackName}:${parameter}=${certificate}`];
        }),
    );
  }

  beforeAll(async () => {
    if ('missing' in tools || tls === undefined) return;
    const { dev, qa } = environments;
    // One after the other: the emulator also takes ports that it does not let us choose.
    const forDev = await emulateAccount(tools.bin, dev.account, join(folder, 'dev'), tls);
    accounts.set('dev', forDev);
    const forQa = await emulateAccount(tools.bin, qa.account, join(folder, 'qa'), tls);
    accounts.set('qa', forQa);
    profiles = writeProfiles(folder, region, { 'cool-delivery-dev': forDev, 'cool-delivery-qa': forQa });
    for (const name of ['dev', 'qa'] as const) {
      const synthesised = await run([bin('synth'), '--only', name, '--out', assemblies[name]]);
      expect(synthesised.code, synthesised.text).toBe(0);
      const client = new CloudFormationClient(clientOptions(name));
      takenOut = await pruneAssembly(assemblies[name], client);
    }
    first = makeRelease('first', 'one');
  });

  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    for (const account of accounts.values()) await account.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['dev', 'qa'] as const)('the unmodified CDK CLI bootstraps %s', async (name) => {
    const targets = [region, 'us-east-1'].map((one) => `aws://${environments[name].account}/${one}`);
    const { code, text } = await run([cdk, 'bootstrap', ...targets, '--no-notices', '--ci'], name);
    expect(code, text).toBe(0);
  });

  it('deploys nothing with the credentials of another account', async () => {
    const { code, text } = await run(
      [bin('deploy'), 'dev', '--release', join(folder, 'first'), '--assembly', assemblies.dev],
      'qa',
    );
    expect(code).toBe(1);
    expect(text).toContain('given credentials of account 222233334444, allowed is 111122223333');
    expect(await parametersOf('dev')).toEqual(new Map());
  });

  it('refuses to promote what never ran in dev', async () => {
    const { code, text } = await run([bin('promote'), 'dev', 'qa', '--assembly', assemblies.qa]);
    expect(code).toBe(1);
    expect(text).toContain('given nothing deployed in dev');
  });

  it('deploys a release to dev', async () => {
    const release = ['--release', join(folder, 'first'), '--assembly', assemblies.dev];
    const { code, text } = await run([bin('deploy'), 'dev', ...release, ...parametersToGive('dev')], 'dev');
    expect(code, text).toBe(0);
    expect(text).toContain(`deployed ${first} to dev`);
    const parameters = await parametersOf('dev');
    expect(parameters.get('/cool-delivery/dev/release')).toBe(first);
    expect(parameters.get('/cool-delivery/dev/image-id')).toBe(imageId);
  });

  it('leaves the rights of the pipeline to a person, who is told the names of its roles', async () => {
    const client = new CloudFormationClient(clientOptions('dev'));
    const named = new DescribeStacksCommand({ StackName: 'dev-pipeline' });
    await expect(client.send(named)).rejects.toThrow('does not exist');
    const access = [bin('deploy'), 'access', 'dev', '--assembly', assemblies.dev];
    const wrong = await run(access, 'qa');
    expect(wrong.code).toBe(1);
    expect(wrong.text).toContain('given credentials of account 222233334444, allowed is 111122223333');
    const { code, text } = await run(access, 'dev');
    expect(code, text).toBe(0);
    expect(text).toContain('deployer: arn:aws:iam::111122223333:role/cool-delivery-dev-deployer\n');
    expect((await client.send(named)).Stacks?.[0]?.StackStatus).toBe('CREATE_COMPLETE');
  });

  it('says what a deployment would change: nothing after one, and the line that was changed', async () => {
    const diff = () => run([bin('diff'), 'dev', '--assembly', assemblies.dev], 'dev');
    const same = await diff();
    expect(same.code, same.text).toBe(0);
    expect(same.text).not.toMatch(/^\[[+~-]\]/m);
    const part = join(assemblies.dev, 'assembly-dev');
    const name = readdirSync(part).find((file) => /^devartefacts.*\.template\.json$/.test(file));
    const path = join(part, name ?? 'no template of the artefacts');
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, before.replace('"EnableKeyRotation":true', '"EnableKeyRotation":false'));
    const changed = await diff();
    writeFileSync(path, before);
    expect(changed.text).toMatch(/\[~\] AWS::KMS::Key [\s\S]*EnableKeyRotation/);
  });

  it('what was deployed is what was declared, property by property', async () => {
    const {
      compared,
      different,
      dropped,
      read,
      resources: looked,
      unread,
      unreadProperties,
    } = await readBack({
      environment: 'dev',
      assembly: assemblies.dev,
      options: clientOptions('dev'),
    });
    console.log(
      [
        `read back: ${compared} properties as declared`,
        `read back of: ${counted(read)}`,
        `not exercised, dropped by the emulator without a word: ${dropped.join(', ')}`,
        'not exercised, done otherwise by it: JSON patterns of subscriptions, resources of logs and firewall calls in policies',
        ...[...new Set(takenOut.map(({ because }) => because))].map(
          (because) => `not exercised, taken out (${because}): ${countedTypes(takenOut, because)}`,
        ),
        `not exercised, created and not read back: ${counted(unread)}`,
        `not exercised, properties of what was read back: ${unreadProperties.join(', ')}`,
      ].join('\n'),
    );
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(500);
    // What must be there: each of these that the environment declares, the emulator's lack of metric math apart.
    const declared = (type: string) => stackNames.flatMap((stack) => resources('dev', stack, type)).length;
    const left = (type: string) => takenOut.filter((one) => one.type === type).length;
    for (const type of mustStand) expect([type, read.get(type)]).toEqual([type, declared(type) - left(type)]);
    expect(mustStand.filter((type) => left(type) > 0)).toEqual(['AWS::CloudWatch::Alarm']);
    for (const start of ['dev-front FilesBucket', 'dev-data Evidence', 'dev-observe BansWatchHandler'])
      expect(
        looked.filter((one) => one.startsWith(start)),
        start,
      ).not.toEqual([]);
  });

  it('the secret of a database user is filled once, and another value takes its place in two steps', async () => {
    const store = secretsManagerStore(new SecretsManager(clientOptions('dev')));
    const secret = 'cool-delivery/dev/database-user/api';
    const [first, second] = [freshCredential('api_a'), freshCredential('api_b')];
    expect(await store.read(secret, 'AWSCURRENT')).toBeUndefined();
    await store.put(secret, randomUUID(), 'AWSCURRENT', first);
    expect(await store.read(secret, 'AWSCURRENT')).toEqual(first);
    const version = randomUUID();
    await store.put(secret, version, 'AWSPENDING', second);
    expect(await store.read(secret, 'AWSCURRENT')).toEqual(first);
    expect(await store.read(secret, 'AWSPENDING', version)).toEqual(second);
    const { stages } = await store.versions(secret);
    const before = [...stages].find(([, names]) => names.includes('AWSCURRENT'))?.[0];
    await store.makeCurrent(secret, version, before);
    expect(await store.read(secret, 'AWSCURRENT')).toEqual(second);
  });

  it('whoever guesses passwords is banned: from the log, through the function, onto the list', async () => {
    const resources = await new CloudFormationClient(clientOptions('dev')).send(
      new ListStackResourcesCommand({ StackName: 'dev-observe' }),
    );
    const functionName = resources.StackResourceSummaries?.find(
      ({ LogicalResourceId = '', ResourceType }) =>
        ResourceType === 'AWS::Lambda::Function' && LogicalResourceId.startsWith('Bans'),
    )?.PhysicalResourceId;
    const banned = await banSomebody({
      functionName: functionName ?? '',
      logGroupName: '/cool-delivery/dev/backend/api',
      address: '198.51.100.23',
      options: clientOptions('dev'),
    });
    expect(banned).toEqual(['198.51.100.23/32']);
  });

  it('the bucket answers the distribution, and nobody else', async () => {
    const stack = await new CloudFormationClient(clientOptions('dev')).send(
      new ListStackResourcesCommand({ StackName: 'dev-front' }),
    );
    const id = stack.StackResourceSummaries?.find(
      ({ ResourceType }) => ResourceType === 'AWS::CloudFront::Distribution',
    )?.PhysicalResourceId;
    const found = await new CloudFrontClient(clientOptions('dev')).send(
      new GetDistributionCommand({ Id: id }),
    );
    const throughDistribution = () => anonymously('/index.html', found.Distribution?.DomainName ?? '');
    const page = { status: 200, text: '<!doctype html><title>one</title>' };
    expect(await throughDistribution()).toEqual(page);
    const Bucket = await bucketOf('dev', 'dev-front');
    expect((await anonymously(`/${Bucket}/index.html`)).status).toBe(403);
    // It is the grant to this distribution that opens it: without that statement the same request is refused.
    const s3 = new S3Client(clientOptions('dev'));
    const { Policy = '{}' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    const policy = JSON.parse(Policy);
    const Statement = policy.Statement.filter(
      (one: object) => !JSON.stringify(one).includes('cloudfront.amazonaws.com'),
    );
    expect(Statement).toHaveLength(policy.Statement.length - 1);
    const put = (text: string) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy: text }));
    await put(JSON.stringify({ ...policy, Statement }));
    expect((await throughDistribution()).status).toBe(403);
    await put(Policy);
    expect(await throughDistribution()).toEqual(page);
  });

  it('the commands of the runbooks are ones that AWS knows, with the options they name', () => {
    if ('missing' in tools) throw new Error(tools.missing);
    const packages = packagesOf(tools.bin);
    const pages = join(root, 'docs', 'runbooks');
    const commands = readdirSync(pages).flatMap((page) =>
      commandsIn(page, readFileSync(join(pages, page), 'utf8')),
    );
    expect(commands.length).toBeGreaterThan(40);
    expect(commands.flatMap((command) => commandMistakes(command, packages))).toEqual([]);
    const planted = (command: string) => commandMistakes({ page: 'x', command }, packages).join();
    expect(planted('aws nowhere list')).toContain('there is no service nowhere');
    expect(planted('aws ec2 close-port --port 22')).toContain('ec2 has no close-port');
    expect(planted('aws kms enable-key --key-id K --force')).toContain('enable-key has no option force');
    expect(planted('aws kms enable-key')).toContain('enable-key needs KeyId');
  });

  it('promotes the same bytes to qa', async () => {
    const { code, text } = await run([
      bin('promote'),
      'dev',
      'qa',
      '--assembly',
      assemblies.qa,
      ...parametersToGive('qa'),
    ]);
    expect(code, text).toBe(0);
    expect((await parametersOf('qa')).get('/cool-delivery/qa/release')).toBe(first);
    const s3 = new S3Client(clientOptions('qa'));
    const bucket = await bucketOf('qa', 'qa-front');
    const page = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'index.html' }));
    expect(await page.Body?.transformToString()).toBe('<!doctype html><title>one</title>');
    expect([page.ContentType, page.CacheControl]).toEqual(['text/html; charset=utf-8', 'no-cache']);
  });

  it('refuses to promote a digest that never ran in dev, and changes nothing', async () => {
    const second = makeRelease('second', 'two');
    const before = await parametersOf('qa');
    const { code, text } = await run([
      bin('promote'),
      'dev',
      'qa',
      '--release',
      second,
      '--assembly',
      assemblies.qa,
    ]);
    expect(code).toBe(1);
    expect(text).toContain(`given ${second}, which was never deployed in dev, allowed are ${first}`);
    expect(await parametersOf('qa')).toEqual(before);
  });

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
});
