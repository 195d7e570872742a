// What a passkey may sign with (COSE): EdDSA and ES256, whose keys have 128 bits of strength. RSA is not among them, whatever
// the length of its key: the device chooses it, and mostly 2048 bits, which is 112 (docs/decisions/0046).

import { cose, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers';

export const algorithms: readonly number[] = [cose.COSEALG.EdDSA, cose.COSEALG.ES256];

/** Asked at every use as well: a key that was taken once is not strong for ever. */
export function isOfOurs(publicKey: Uint8Array<ArrayBuffer>): boolean {
  const algorithm = decodeCredentialPublicKey(publicKey).get(cose.COSEKEYS.alg);
  return algorithm !== undefined && algorithms.includes(algorithm);
}
