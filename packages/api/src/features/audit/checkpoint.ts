// What a checkpoint's signature is over, and whether it fits. Pure.

import { createPublicKey, verify as verifySignature } from 'node:crypto';
import type { Checkpoint, SigningKey } from '@cool/contract/audit';
import { canonicalJson } from '#platform/canonical-json.ts';
import { sha256Hex } from '#platform/digest.ts';

export function signedText({ seq, hash, records, at, keyId }: Omit<Checkpoint, 'signature'>): string {
  return canonicalJson({ seq, hash, records, at, keyId });
}

export function keyIdOf(publicKey: string): string {
  return sha256Hex(publicKey);
}

/** One sentence's rest about what is wrong; undefined when this key made this signature over these facts. */
export function signatureFault(
  checkpoint: Checkpoint,
  { keyId, publicKey }: Pick<SigningKey, 'keyId' | 'publicKey'>,
): string | undefined {
  if (keyIdOf(publicKey) !== keyId || checkpoint.keyId !== keyId)
    return 'names another key than the one it comes with';
  if (checkpoint.records !== checkpoint.seq) return 'counts other records than it names';
  return fits(checkpoint, publicKey) ? undefined : 'has a signature that its key did not make';
}

function fits(checkpoint: Checkpoint, publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    const text = Buffer.from(signedText(checkpoint), 'utf8');
    return verifySignature(null, text, key, Buffer.from(checkpoint.signature, 'base64'));
  } catch {
    return false; // no key, or no signature of that kind: whoever wrote it had neither
  }
}
