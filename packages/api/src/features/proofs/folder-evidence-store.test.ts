import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { folderEvidenceStore } from './folder-evidence-store.ts';

const root = mkdtempSync(join(tmpdir(), 'cool-evidence-'));
const store = folderEvidenceStore(root);
const key = { orderId: `ord_${'0'.repeat(26)}`, digest: 'a'.repeat(64) };

afterAll(() => rmSync(root, { recursive: true, force: true }));

test('what was put is there, for this user alone, and putting twice is putting once', async () => {
  await store.put(key, Buffer.from('proof'));
  await Promise.all(Array.from({ length: 20 }, () => store.put(key, Buffer.from('proof'))));
  expect(Buffer.from((await store.get(key)) ?? []).toString()).toBe('proof');
  expect(readdirSync(join(root, key.orderId))).toEqual([key.digest]);
  expect(statSync(join(root, key.orderId, key.digest)).mode & 0o077).toBe(0);
  expect(statSync(join(root, key.orderId)).mode & 0o077).toBe(0);
});

test('what was removed, or never was, is nothing; removing it again is no error', async () => {
  await store.remove(key);
  await store.remove(key);
  expect(await store.get(key)).toBeNull();
});

test.each([
  [{ ...key, orderId: '../../etc' }],
  [{ ...key, digest: '../passwd' }],
  [{ ...key, digest: `${'a'.repeat(63)}/` }],
])('no key leads out of the folder: %o', async (crooked) => {
  await expect(store.get(crooked)).rejects.toThrow('nothing else');
  await expect(store.put(crooked, Buffer.from('x'))).rejects.toThrow('nothing else');
});
