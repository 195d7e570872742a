// A passkey without a device: key pairs of any kind, and answers as an authenticator that verified its owner gives them
// (WebAuthn Level 3, sections 6.1 and 6.5).

import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type {
  PasskeyAssertion,
  PasskeyCreation,
  PasskeyRequest,
  RegisterPasskey,
} from '@cool/contract/identity';
import { isoCBOR } from '@simplewebauthn/server/helpers';

export interface SoftPasskey {
  readonly id: string;
  /** COSE, base64url: as it is stored. */
  readonly publicKey: string;
  register(options: Pick<PasskeyCreation, 'challenge' | 'rp'>, origin: string): RegisterPasskey;
  assert(request: Pick<PasskeyRequest, 'challenge' | 'rpId'>, origin: string): PasskeyAssertion;
}

const kinds = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
  'RS256, 2048 bits': () => generateKeyPairSync('rsa', { modulusLength: 2_048 }),
  'RS256, 3072 bits': () => generateKeyPairSync('rsa', { modulusLength: 3_072 }),
};

export function makeSoftPasskey(kind: keyof typeof kinds): SoftPasskey {
  const { publicKey, privateKey } = kinds[kind]();
  const credentialId = randomBytes(32);
  const coseKey = Buffer.from(isoCBOR.encode(coseOf(publicKey)));
  const digest = kind === 'EdDSA' ? null : 'sha256';
  const id = credentialId.toString('base64url');
  return {
    id,
    publicKey: coseKey.toString('base64url'),
    register({ challenge, rp }, origin) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credentialId.length);
      const credential = Buffer.concat([Buffer.alloc(16), length, credentialId, coseKey]);
      const authData = new Uint8Array(
        Buffer.concat([head(rp.id, presentAndVerified | attested), credential]),
      );
      const attestation = new Map<string, string | Uint8Array | Map<string, string>>([
        ['fmt', 'none'],
        ['attStmt', new Map<string, string>()],
        ['authData', authData],
      ]);
      return {
        id,
        clientDataJSON: clientData('webauthn.create', challenge, origin).toString('base64url'),
        attestationObject: Buffer.from(isoCBOR.encode(attestation)).toString('base64url'),
        transports: ['internal'],
      };
    },
    assert({ challenge, rpId }, origin) {
      const authData = head(rpId, presentAndVerified);
      const told = clientData('webauthn.get', challenge, origin);
      const signed = Buffer.concat([authData, createHash('sha256').update(told).digest()]);
      return {
        id,
        clientDataJSON: told.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: sign(digest, signed, privateKey).toString('base64url'),
      };
    },
  };
}

const presentAndVerified = 0x05;
const attested = 0x40;

/** The relying party, the flags, and a counter that is not kept. */
function head(rpId: string, flags: number): Buffer {
  return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags, 0, 0, 0, 0])]);
}

function clientData(type: string, challenge: string, origin: string): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

/** RFC 9053, section 7, and RFC 8230. */
function coseOf(key: KeyObject): Map<number, number | Uint8Array> {
  const { kty, x = '', y = '', n = '', e = '' } = key.export({ format: 'jwk' });
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
  if (kty === 'RSA')
    return new Map<number, number | Uint8Array>([
      [1, 3],
      [3, -257],
      [-1, bytes(n)],
      [-2, bytes(e)],
    ]);
  if (kty === 'OKP')
    return new Map<number, number | Uint8Array>([
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, bytes(x)],
    ]);
  return new Map<number, number | Uint8Array>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, bytes(x)],
    [-3, bytes(y)],
  ]);
}
