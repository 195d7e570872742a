import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Binary } from 'mongodb';
import { afterAll, expect, test } from 'vitest';
import { entriesOf, writeBackup } from './backup-file.ts';
import { isProof, proofsIn, writeProof } from './kept-proofs.ts';

const root = mkdtempSync(join(tmpdir(), 'cool-proofs-'));
const orderId = `ord_${'0'.repeat(26)}`;
const digest = 'a'.repeat(64);

afterAll(() => rmSync(root, { recursive: true, force: true }));

test('a proof comes out of a backup as it went in, and a half-written one is left out', async () => {
  const [from, to, file] = [join(root, 'from'), join(root, 'to'), join(root, 'backup')];
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  mkdirSync(join(from, orderId), { recursive: true });
  writeFileSync(join(from, orderId, digest), bytes);
  writeFileSync(join(from, orderId, `${digest}.77.tmp`), 'half');
  await writeBackup(
    file,
    new Date(0),
    (async function* () {
      yield* proofsIn(from);
    })(),
  );
  let count = 0;
  for await (const entry of entriesOf(file)) {
    expect(isProof(entry)).toBe(true);
    writeProof(to, entry.document);
    count += 1;
  }
  expect(count).toBe(1);
  expect([...proofsIn(to)]).toEqual([
    { collection: 'files of proofs', document: { orderId, digest, bytes: new Binary(bytes) } },
  ]);
  expect(statSync(join(to, orderId, digest)).mode & 0o077).toBe(0);
});

test('no folder of proofs is no proof', () => {
  expect([...proofsIn(join(root, 'nowhere'))]).toEqual([]);
});

test.each([
  [{ orderId: '../../x', digest, bytes: new Binary(Buffer.of(1)) }],
  [{ orderId, digest: '../x', bytes: new Binary(Buffer.of(1)) }],
  [{ orderId, digest, bytes: 'text' }],
])('what is no proof is not written anywhere: %o', (document) => {
  expect(() => writeProof(join(root, 'to'), document)).toThrow('none');
});
