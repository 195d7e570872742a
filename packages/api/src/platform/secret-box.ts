// Secrets we must be able to read back (the seeds of second factors) lie in the database only as authenticated ciphertext.
// The owner's id is the associated data: a box moved to another user's record does not open. A box names the key and the
// algorithm it was sealed with, so that both can be exchanged: what is read is found by its names, what is written takes
// the newest.

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { keyIdOf } from './keys.ts';

/** By name, all with a 256-bit key, a 96-bit nonce and a 128-bit tag. A new one is a line here and in `newest`. */
const algorithms = { 'aes-256-gcm': 'aes-256-gcm' } as const;
type Algorithm = keyof typeof algorithms;
const newest: Algorithm = 'aes-256-gcm';

export interface SecretBox {
  readonly iv: string;
  readonly data: string;
  readonly tag: string;
  /** Absent in boxes of a time when there was one key and one algorithm. */
  readonly keyId?: string;
  readonly algorithm?: Algorithm;
}

export function seal(key: Buffer, owner: string, secret: string): SecretBox {
  const iv = randomBytes(12); // the length GCM is defined for
  const cipher = createCipheriv(algorithms[newest], key, iv);
  cipher.setAAD(Buffer.from(owner, 'utf8'));
  const data = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return {
    iv: iv.toString('base64'),
    data: data.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    keyId: keyIdOf(key),
    algorithm: newest,
  };
}

/** `keys`: the newest first. Throws when none of them, the owner or a single bit is the one it was sealed with. */
export function open(keys: readonly Buffer[], owner: string, box: SecretBox): string {
  const named = keys.find((key) => keyIdOf(key) === box.keyId);
  const oldest = keys.at(-1);
  const key = named ?? (box.keyId === undefined ? oldest : undefined);
  if (key === undefined) throw new Error('No key of the keys file opens this secret.');
  const algorithm = algorithms[box.algorithm ?? 'aes-256-gcm'];
  const iv = Buffer.from(box.iv, 'base64');
  const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: 16 });
  decipher.setAAD(Buffer.from(owner, 'utf8'));
  decipher.setAuthTag(Buffer.from(box.tag, 'base64'));
  return Buffer.concat([decipher.update(Buffer.from(box.data, 'base64')), decipher.final()]).toString('utf8');
}
