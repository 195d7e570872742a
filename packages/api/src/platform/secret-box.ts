// Secrets we must be able to read back (the seeds of second factors) lie in the database only as AES-256-GCM.
// The owner's id is the associated data: a box moved to another user's record does not open.

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export interface SecretBox {
  readonly iv: string;
  readonly data: string;
  readonly tag: string;
}

export function seal(key: Buffer, owner: string, secret: string): SecretBox {
  const iv = randomBytes(12); // 96 bits, the length GCM is defined for
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(owner, 'utf8'));
  const data = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return {
    iv: iv.toString('base64'),
    data: data.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
  };
}

/** Throws when the key, the owner or a single bit is not the one it was sealed with. */
export function open(key: Buffer, owner: string, box: SecretBox): string {
  const tag = Buffer.from(box.tag, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(box.iv, 'base64'), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(owner, 'utf8'));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(Buffer.from(box.data, 'base64')), decipher.final()]).toString('utf8');
}
