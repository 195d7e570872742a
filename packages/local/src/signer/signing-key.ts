// The key that signs checkpoints. It is made when the signer starts and stays in its memory: it lies in no file, no
// variable and no argument, so no other process can read it, and nobody can sign in the name of a signer that is gone.
// What outlives it is the public half, in the anchor store. In AWS the same port is a key service that signs and never
// tells the key.

import { generateKeyPairSync, sign } from 'node:crypto';
import { keyIdOf, signedText } from '@cool/api/local';
import type { Checkpoint, SigningKey } from '@cool/contract/audit';

export interface Signer {
  readonly key: SigningKey;
  sign(facts: Pick<Checkpoint, 'seq' | 'hash'>, at: Date): Checkpoint;
}

export function makeSigner(since: Date): Signer {
  const { privateKey, publicKey: spki } = generateKeyPairSync('ed25519');
  const publicKey = spki.export({ format: 'der', type: 'spki' }).toString('base64');
  const keyId = keyIdOf(publicKey);
  return {
    key: { keyId, publicKey, since: since.toISOString() },
    sign({ seq, hash }, at) {
      const facts = { seq, hash, records: seq, at: at.toISOString(), keyId };
      const signature = sign(null, Buffer.from(signedText(facts), 'utf8'), privateKey).toString('base64');
      return { ...facts, signature };
    },
  };
}
