// Delivery from end to end, against two processes that stand in for the accounts of dev and qa: the unmodified CDK CLI
// bootstraps and deploys, what arrived is read back, and a release moves from one to the other. Without Python it is
// skipped, and counted as skipped.

import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshCredential } from '../src/database-access/credential.ts';
import { secretsManagerStore } from '../src/database-access/secrets-manager.ts';
import { releaseId } from '../src/delivery/release.ts';
import { environments } from '../src/environments.ts';
import { installPythonTools } from '../src/gate/python-tools.ts';
import { stacksOf } from '../src/golden-assembly.ts';
import { banSomebody } from './emulator/ban-somebody.ts';
import { counted, countedTypes, mustStand } from './emulator/deployed-types.ts';
import { makeCertificate } from './emulator/emulated-account.ts';
import type { TakenOut } from './emulator/prune.ts';
import { pruneAssembly } from './emulator/prune-assembly.ts';
import { readBack } from './emulator/read-back.ts';
import { commandMistakes, commandsIn, packagesOf } from './emulator/runbook-commands.ts';
import { commandTimeoutMs, emulateTwoAccounts, region, type TwoAccounts } from './emulator/two-accounts.ts';
import { makeSampleRelease } from './sample-release.ts';
import { resources, stackNames } from './support/golden.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const cdk = join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
const imageId = 'ami-0123456789abcdef0';

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

// A step runs several commands, each with its own limit: a busy machine makes it longer, not wrong.
describe.skipIf(missing !== undefined)('delivery', { timeout: 4 * commandTimeoutMs }, () => {
  let accounts: TwoAccounts;
  let takenOut: readonly TakenOut[] = [];

  const bin = (name: string) => join(root, 'packages', 'cloud', 'bin', `${name}.mjs`);

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
    accounts = await emulateTwoAccounts(tools.bin, folder, tls);
    for (const name of ['dev', 'qa'] as const) {
      const synthesised = await accounts.run([bin('synth'), '--only', name, '--out', assemblies[name]]);
      expect(synthesised.code, synthesised.text).toBe(0);
      const client = new CloudFormationClient(accounts.clientOptions(name));
      takenOut = await pruneAssembly(assemblies[name], client);
    }
    first = makeRelease('first', 'one');
  });

  afterAll(async () => {
    await accounts?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['dev', 'qa'] as const)('the unmodified CDK CLI bootstraps %s', async (name) => {
    const targets = [region, 'us-east-1'].map((one) => `aws://${environments[name].account}/${one}`);
    const { code, text } = await accounts.run([cdk, 'bootstrap', ...targets, '--no-notices', '--ci'], name);
    expect(code, text).toBe(0);
  });

  it('deploys nothing with the credentials of another account', async () => {
    const { code, text } = await accounts.run(
      [bin('deploy'), 'dev', '--release', join(folder, 'first'), '--assembly', assemblies.dev],
      'qa',
    );
    expect(code).toBe(1);
    expect(text).toContain('given credentials of account 222233334444, allowed is 111122223333');
    expect(await accounts.parametersOf('dev')).toEqual(new Map());
  });

  it('refuses to promote what never ran in dev', async () => {
    const { code, text } = await accounts.run([bin('promote'), 'dev', 'qa', '--assembly', assemblies.qa]);
    expect(code).toBe(1);
    expect(text).toContain('given nothing deployed in dev');
  });

  it('deploys a release to dev', async () => {
    const release = ['--release', join(folder, 'first'), '--assembly', assemblies.dev];
    const { code, text } = await accounts.run(
      [bin('deploy'), 'dev', ...release, ...parametersToGive('dev')],
      'dev',
    );
    expect(code, text).toBe(0);
    expect(text).toContain(`deployed ${first} to dev`);
    const parameters = await accounts.parametersOf('dev');
    expect(parameters.get('/cool-delivery/dev/release')).toBe(first);
    expect(parameters.get('/cool-delivery/dev/image-id')).toBe(imageId);
  });

  it('leaves the rights of the pipeline to a person, who is told the names of its roles', async () => {
    const client = new CloudFormationClient(accounts.clientOptions('dev'));
    const named = new DescribeStacksCommand({ StackName: 'dev-pipeline' });
    await expect(client.send(named)).rejects.toThrow('does not exist');
    const access = [bin('deploy'), 'access', 'dev', '--assembly', assemblies.dev];
    const wrong = await accounts.run(access, 'qa');
    expect(wrong.code).toBe(1);
    expect(wrong.text).toContain('given credentials of account 222233334444, allowed is 111122223333');
    const { code, text } = await accounts.run(access, 'dev');
    expect(code, text).toBe(0);
    expect(text).toContain('deployer: arn:aws:iam::111122223333:role/cool-delivery-dev-deployer\n');
    expect((await client.send(named)).Stacks?.[0]?.StackStatus).toBe('CREATE_COMPLETE');
  });

  it('says what a deployment would change: nothing after one, and the line that was changed', async () => {
    const diff = () => accounts.run([bin('diff'), 'dev', '--assembly', assemblies.dev], 'dev');
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
      options: accounts.clientOptions('dev'),
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
    const store = secretsManagerStore(new SecretsManager(accounts.clientOptions('dev')));
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
    const resources = await new CloudFormationClient(accounts.clientOptions('dev')).send(
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
      options: accounts.clientOptions('dev'),
    });
    expect(banned).toEqual(['198.51.100.23/32']);
  });

  it('the bucket answers the distribution, and nobody else', async () => {
    const stack = await new CloudFormationClient(accounts.clientOptions('dev')).send(
      new ListStackResourcesCommand({ StackName: 'dev-front' }),
    );
    const id = stack.StackResourceSummaries?.find(
      ({ ResourceType }) => ResourceType === 'AWS::CloudFront::Distribution',
    )?.PhysicalResourceId;
    const found = await new CloudFrontClient(accounts.clientOptions('dev')).send(
      new GetDistributionCommand({ Id: id }),
    );
    const throughDistribution = () =>
      accounts.anonymously('/index.html', found.Distribution?.DomainName ?? '');
    const page = { status: 200, text: '<!doctype html><title>one</title>' };
    expect(await throughDistribution()).toEqual(page);
    const Bucket = await accounts.bucketOf('dev', 'dev-front');
    expect((await accounts.anonymously(`/${Bucket}/index.html`)).status).toBe(403);
    // It is the grant to this distribution that opens it: without that statement the same request is refused.
    const s3 = new S3Client(accounts.clientOptions('dev'));
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
    const { code, text } = await accounts.run([
      bin('promote'),
      'dev',
      'qa',
      '--assembly',
      assemblies.qa,
      ...parametersToGive('qa'),
    ]);
    expect(code, text).toBe(0);
    expect((await accounts.parametersOf('qa')).get('/cool-delivery/qa/release')).toBe(first);
    const s3 = new S3Client(accounts.clientOptions('qa'));
    const bucket = await accounts.bucketOf('qa', 'qa-front');
    const page = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'index.html' }));
    expect(await page.Body?.transformToString()).toBe('<!doctype html><title>one</title>');
    expect([page.ContentType, page.CacheControl]).toEqual(['text/html; charset=utf-8', 'no-cache']);
  });

  it('refuses to promote a digest that never ran in dev, and changes nothing', async () => {
    const second = makeRelease('second', 'two');
    const before = await accounts.parametersOf('qa');
    const { code, text } = await accounts.run([
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
    expect(await accounts.parametersOf('qa')).toEqual(before);
  });
});
