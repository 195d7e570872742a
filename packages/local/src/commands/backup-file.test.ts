import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Long } from 'mongodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkBackup, type Entry, entriesOf, NoBackup, writeBackup } from './backup-file.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cool-backup-'));
  file = join(folder, 'backup');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const entries: readonly Entry[] = [
  { collection: 'audit', document: { _id: 'a', seq: 1, at: new Date('2026-11-22T12:00:00.000Z') } },
  {
    collection: 'orders',
    document: { _id: 'ord_1', note: 'one\nline {"collection"', big: Long.fromString('9007199254740993') },
  },
  { collection: 'orders', document: { _id: 'ord_2', weight: 1.5, none: null } },
];
async function* given() {
  yield* entries;
}
const write = () => writeBackup(file, new Date('2026-11-22T13:00:00.000Z'), given());

test('what was written comes back as it was, dates and numbers too, and only this user may read it', async () => {
  expect(await write()).toEqual({ audit: 1, orders: 2 });
  expect(await checkBackup(file)).toEqual({
    madeAt: '2026-11-22T13:00:00.000Z',
    counts: { audit: 1, orders: 2 },
  });
  const read: Entry[] = [];
  for await (const entry of entriesOf(file)) read.push(entry);
  expect(JSON.stringify(read)).toBe(JSON.stringify(entries));
  expect(read[0]?.document['at']).toBeInstanceOf(Date);
  expect(statSync(file).mode & 0o077).toBe(0);
});

test('a file that is there is not written over', async () => {
  writeFileSync(file, 'mine');
  await expect(write()).rejects.toThrow('EEXIST');
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

test('a file cut short anywhere, or with any line changed, taken away or added, is refused', async () => {
  await write();
  const packed = readFileSync(file);
  for (const length of [0, 1, 10, packed.length >> 1, packed.length - 9, packed.length - 1]) {
    writeFileSync(file, packed.subarray(0, length));
    await expect(checkBackup(file), `cut to ${length}`).rejects.toThrow(NoBackup);
  }
  const lines = gunzipSync(packed).toString('utf8').trimEnd().split('\n');
  const damages: readonly ((all: string[]) => unknown)[] = [
    (all) => all.pop(),
    (all) => all.splice(1, 1),
    (all) => all.splice(2, 0, all[2] ?? ''),
    (all) => all.splice(1, 2, all[2] ?? '', all[1] ?? ''),
    (all) => all.splice(3, 1, (all[3] ?? '').replace('ord_2', 'ord_3')),
    (all) => all.splice(0, 1, (all[0] ?? '').replace('T13', 'T14')),
    (all) => all.shift(),
  ];
  for (const [i, damage] of damages.entries()) {
    const changed = [...lines];
    damage(changed);
    writeFileSync(file, gzipSync(`${changed.join('\n')}\n`));
    await expect(checkBackup(file), `damage ${i}`).rejects.toThrow(NoBackup);
  }
});

test('what is no backup is told, with what to give', async () => {
  await expect(checkBackup(join(folder, 'none'))).rejects.toThrow('There is no file');
  writeFileSync(file, gzipSync('{"format":"another"}\n{}\n'));
  await expect(checkBackup(file)).rejects.toThrow('npm run backup');
});
