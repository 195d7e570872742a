// The two secrets of an order, both derived from its id under keys of their own: neither is stored, and a repeated
// request can still answer the same link. The PIN leaves this process only in the recipient's mail. An order names the keys
// its secrets were derived with, so both stay what they are when keys are exchanged.

import { keyedDigest, sha256Hex } from '#platform/digest.ts';
import { type Generation, generationsOf, type Keys, keyIdOf } from '#platform/keys.ts';

/** What of an order says how its secrets are derived. */
export interface SecretsOf {
  readonly _id: string;
  /** Absent in orders of a time when there was one key: the oldest, then. */
  readonly secretKeyIds?: SecretKeyIds;
}

export interface SecretKeyIds {
  readonly pin: string;
  readonly link: string;
}

export function secretKeyIdsOf(keys: Pick<Keys, 'pinKey' | 'viewLinkKey'>): SecretKeyIds {
  return { pin: keyIdOf(keys.pinKey), link: keyIdOf(keys.viewLinkKey) };
}

export function pinOf(keys: Keys, { _id, secretKeyIds }: SecretsOf): string {
  const key = madeWith(keys, 'pinKey', secretKeyIds?.pin);
  // 48 bits taken modulo 10,000: the bias is below one in ten thousand million.
  return String(keyedDigest(key, _id).readUIntBE(0, 6) % 10_000).padStart(4, '0');
}

export function viewTokenOf(keys: Keys, { _id, secretKeyIds }: SecretsOf): string {
  const key = madeWith(keys, 'viewLinkKey', secretKeyIds?.link);
  return keyedDigest(key, _id).subarray(0, 16).toString('base64url'); // 128 bits
}

export function viewTokenHash(token: string): string {
  return sha256Hex(token);
}

/** False for an order whose view link was made with a key that was taken out. */
export function linkKeyIsKept(keys: Keys, { secretKeyIds }: SecretsOf): boolean {
  return (
    secretKeyIds === undefined ||
    ringOf(keys, 'viewLinkKey').some((key) => keyIdOf(key) === secretKeyIds.link)
  );
}

/** A key that was taken out made secrets nobody can use any more: those of today stand in for them. */
function madeWith(keys: Keys, name: 'pinKey' | 'viewLinkKey', keyId: string | undefined): Buffer {
  const ring = ringOf(keys, name);
  return (keyId === undefined ? ring.at(-1) : ring.find((key) => keyIdOf(key) === keyId)) ?? keys[name];
}

function ringOf(keys: Keys, name: 'pinKey' | 'viewLinkKey'): readonly Buffer[] {
  return generationsOf<Generation>(keys).map((each) => each[name]);
}
