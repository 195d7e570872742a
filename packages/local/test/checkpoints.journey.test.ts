// The signer on a platform started by its command: it signs, it stays silent about a chain that was cut, and what it wrote
// down finds an end cut off so cleanly that the database alone knows nothing of it.

import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Db, type Document, MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnchorLine, anchorFile } from '../src/signer/anchor-store.ts';
import { operate, type Running, startPlatform, temporary, until } from './platform-process.ts';

let data = '';
let platform: Running;
let client: MongoClient;
let db: Db;

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'cool-checkpoints-'));
  platform = await startPlatform(data, '--no-demo', '--api', process.env['API_PROCESSES'] ?? '2');
  const { mongodbUri, database } = platform.runtime();
  client = await MongoClient.connect(mongodbUri);
  db = client.db(database);
});

afterAll(async () => {
  await client.close();
  platform.child.kill('SIGINT');
  expect(await platform.ended).toBe(0);
  for (const folder of [data, temporary]) rmSync(folder, { recursive: true });
});

const anchors = () => join(data, 'anchors.jsonl');
const audit = () => db.collection<{ seq: number } & Document>('audit');
const checkpoints = () => (existsSync(anchors()) ? anchorFile(anchors()).read() : []).filter(isCheckpoint);
const isCheckpoint = (line: AnchorLine) => line.kind === 'checkpoint';
const lastSigned = () => Math.max(0, ...checkpoints().map((line) => ('seq' in line ? line.seq : 0)));
const refusals = () =>
  readFileSync(join(data, 'logs', 'signer.log'), 'utf8').split('"checkpoint-refused"').length - 1;
const verify = (...args: readonly string[]) => operate(['audit-verify', '--data', data, ...args]);
/** The database's address alone, as somebody has it who holds no file of this folder. */
const verifyWithoutAnchor = () =>
  operate(['audit-verify', '--data', join(data, 'none')], { MONGODB_URI: platform.runtime().mongodbUri });

/** Each refused sign-in is a record that changes nothing else, so a cut leaves no other trace. */
async function refuseSignIns(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const answer = await fetch(`http://127.0.0.1:${platform.port}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: `nobody-${Math.random()}@example.ie`, password: 'not a password' }),
    });
    expect(answer.status).toBe(401);
  }
}

async function signedUpTo(seq: number): Promise<void> {
  await until(async () => (lastSigned() >= seq ? true : null), 30_000, `a checkpoint over record ${seq}`);
}

/** Its successor has written its key down when this returns. */
async function killSigner(): Promise<void> {
  const keys = () =>
    anchorFile(anchors())
      .read()
      .filter(({ kind }) => kind === 'key').length;
  const before = keys();
  process.kill(platform.runtime().processes.find(({ name }) => name === 'signer')?.pid ?? 0, 'SIGKILL');
  await until(async () => (keys() > before ? true : null), 15_000, 'another key');
}

async function signerRefuses(before: number): Promise<void> {
  await until(async () => (refusals() > before ? true : null), 15_000, 'the refusal');
}

test('the signer signs what happened, in the database and outside of it, and the check says so', async () => {
  await refuseSignIns(5);
  await signedUpTo(6); // and the first admin's invitation
  const stored = await db.collection('checkpoints').find().sort({ seq: -1 }).limit(1).next();
  expect(stored).toMatchObject({ seq: lastSigned(), records: lastSigned() });
  const { code, output } = await verify();
  expect(output).toContain('intact');
  expect(output).toContain(`over record ${lastSigned()}, in the database`);
  expect(output).toContain('keep a copy elsewhere');
  expect(code).toBe(0);
});

test('its key is in no file, argument or variable; the API is told neither it nor where its signatures lie', () => {
  const { processes } = platform.runtime();
  const told = (name: string) => {
    const pid = processes.find((each) => each.name === name)?.pid;
    return `${readFileSync(`/proc/${pid}/cmdline`, 'utf8')}\0${readFileSync(`/proc/${pid}/environ`, 'utf8')}`;
  };
  expect(told('signer')).toContain('anchors.jsonl');
  expect(told('signer')).not.toContain('KEYS_FILE');
  for (const name of ['api-1', 'api-2']) expect(told(name)).not.toContain('anchors');
  expect(readFileSync(anchors(), 'utf8')).not.toMatch(/private/i);
});

test('a signer that was killed comes back with another key, and both keep their word', async () => {
  await killSigner();
  const { seq } = (await audit().find().sort({ seq: -1 }).limit(1).next()) ?? { seq: 0 };
  await refuseSignIns(3);
  await signedUpTo(seq + 3);
  expect((await verify()).code).toBe(0);
});

test('an anchor that was changed is not believed', async () => {
  const changed = join(data, '.changed-anchor');
  copyFileSync(anchors(), changed);
  const text = readFileSync(changed, 'utf8');
  writeFileSync(
    changed,
    text.replace(/"seq":(\d+),"hash":"./, '"seq":$1,"hash":"0').replace(/"records":\d+/, '"records":1'),
  );
  const { code, output } = await verify('--anchor', changed);
  expect(output).toMatch(/BROKEN: Line \d+ of the anchor|is no line of an anchor/);
  expect(code).not.toBe(0);
  rmSync(changed);
});

test('a chain rewritten with right hashes is sound to itself and found by the anchor', async () => {
  const records = await audit().find().sort({ seq: 1 }).toArray();
  await db.collection('checkpoints').deleteMany({});
  const refusedBefore = refusals();
  let prev = records[1]?.['prev'] as string;
  for (const record of records.slice(1)) {
    const { _id, hash: _hash, ...held } = structuredClone(record);
    if (record.seq === 2) held['event'].method = 'GET';
    const rewritten = { ...held, prev };
    prev = createHash('sha256').update(canonical(rewritten)).digest('hex');
    await audit().replaceOne({ _id }, { ...rewritten, hash: prev } as never);
  }
  expect((await verifyWithoutAnchor()).output).toContain('intact');
  const { code, output } = await verify();
  expect(output).toContain('the chain was rewritten from there or before');
  expect(code).toBe(1);
  await signerRefuses(refusedBefore);
  for (const record of records) await audit().replaceOne({ _id: record._id }, record);
  expect((await verify()).code).toBe(0);
  await killSigner(); // it would go on refusing: a person has to look first
});

// Last: from here on the chain stays damaged.
test('an end cut off cleanly is unknown to the database, found by the anchor, and refused by the signer', async () => {
  await signedUpTo(6);
  const cut = lastSigned() - 2;
  const refusedBefore = refusals();
  await audit().deleteMany({ seq: { $gt: cut } });
  await db.collection('checkpoints').deleteMany({ seq: { $gt: cut } });
  const blind = await verifyWithoutAnchor();
  expect(blind.output).toContain('intact');
  expect(blind.output).toContain('Cannot detect without an outside anchor');
  const { code, output } = await verify();
  expect(output).toMatch(/BROKEN: The chain ends at record \d+, .* its end was cut off/);
  expect(code).toBe(1);
  const signedBefore = lastSigned();
  await refuseSignIns(4);
  await signerRefuses(refusedBefore);
  expect(lastSigned()).toBe(signedBefore);
  expect((await verify()).code).toBe(1); // growing again over the cut does not heal it
});

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(',')}}`;
}
