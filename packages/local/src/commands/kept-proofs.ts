// The proofs of delivery within a backup: files of the data folder, carried as documents of a name no collection has.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Binary, type Document } from 'mongodb';
import type { Entry } from './backup-file.ts';

const carriedAs = 'files of proofs';

/** Every file that was kept whole; one that is being written just now belongs to no acknowledged delivery. */
export function* proofsIn(folder: string): Generator<Entry> {
  if (!existsSync(folder)) return;
  for (const orderId of readdirSync(folder).sort()) {
    for (const name of readdirSync(join(folder, orderId)).sort()) {
      if (!isDigest(name)) continue;
      const bytes = new Binary(readFileSync(join(folder, orderId, name)));
      yield { collection: carriedAs, document: { orderId, digest: name, bytes } };
    }
  }
}

export function isProof({ collection }: Pick<Entry, 'collection'>): boolean {
  return collection === carriedAs;
}

/** Writes one back; throws on a document that names anything but an order and a digest. */
export function writeProof(folder: string, { orderId, digest, bytes }: Document): void {
  const fits = isOrder(orderId) && isDigest(digest) && bytes instanceof Binary;
  if (!fits) throw new Error('The backup holds a proof that is none. Use another backup.');
  const path = join(folder, orderId, digest);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, bytes.buffer.subarray(0, bytes.position), { mode: 0o600, flush: true });
}

function isOrder(value: unknown): value is string {
  return typeof value === 'string' && /^ord_[0-9A-Z]{26}$/.test(value);
}

function isDigest(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}
