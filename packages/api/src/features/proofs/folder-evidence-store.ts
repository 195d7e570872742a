// Proofs in a folder that only this user may enter: one folder per order, one file per proof, named by its digest.
// Written beside, flushed and renamed, so a reader sees the whole file or none.

import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EvidenceKey, EvidenceStore } from './evidence-store.ts';

export function folderEvidenceStore(root: string): EvidenceStore {
  return {
    async put(key, bytes) {
      const path = pathOf(root, key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const beside = `${path}.${randomUUID()}.tmp`; // the same proof may be put twice at once
      await flushed(beside, 'w', async (file) => await file.writeFile(bytes));
      await rename(beside, path);
      await flushed(dirname(path), 'r', async () => undefined); // the name, too, must outlive a loss of power
    },
    async get(key) {
      try {
        return await readFile(pathOf(root, key));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    async remove(key) {
      await rm(pathOf(root, key), { force: true });
    },
  };
}

/** Never a path of somebody's choosing: both parts have a form that holds no dot and no slash. */
function pathOf(root: string, { orderId, digest }: EvidenceKey): string {
  if (!/^ord_[0-9A-Z]{26}$/.test(orderId) || !/^[0-9a-f]{64}$/.test(digest)) {
    throw new Error('A proof is kept under an order’s id and a SHA-256, nothing else.');
  }
  return join(root, orderId, digest);
}

async function flushed(
  path: string,
  flags: 'w' | 'r',
  write: (file: Awaited<ReturnType<typeof open>>) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await write(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
