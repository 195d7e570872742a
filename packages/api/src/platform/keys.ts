// The secret keys of the platform, one per purpose, so that losing one loses one thing. They come from a file
// (in AWS: written by the secret store's agent) and never from the environment, which child processes inherit.

import { randomBytes } from 'node:crypto';
import Type, { type Static } from 'typebox';
import { compileSchema } from './validation.ts';

const key = Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }); // 256 bits, base64

export const keyFile = Type.Object(
  {
    /** AES-256-GCM: the seeds of second factors. */
    totpSeedKey: key,
    /** HMAC-SHA-256: the PIN of an order is derived from its id, and stored nowhere. */
    pinKey: key,
    /** HMAC-SHA-256: the view link of an order, so that a repeated request can answer the same link. */
    viewLinkKey: key,
    /** HMAC-SHA-256: digests of what people sent, kept beside the eventId and in the chain; a PIN or an address is guessable. */
    bodyDigestKey: key,
  },
  { additionalProperties: false },
);

export type KeyFile = Static<typeof keyFile>;
export type Keys = { readonly [Name in keyof KeyFile]: Buffer };

const fits = compileSchema<KeyFile>(keyFile);

export function makeKeys(): KeyFile {
  const fresh = () => randomBytes(32).toString('base64');
  return { totpSeedKey: fresh(), pinKey: fresh(), viewLinkKey: fresh(), bodyDigestKey: fresh() };
}

/** The keys, or one sentence that says what is wrong with the file and never what stands in it. */
export function parseKeys(text: string): { ok: true; keys: Keys } | { ok: false; sentence: string } {
  const given = parseJson(text);
  if (!fits(given)) {
    const names = Object.keys(keyFile.properties).join(', ');
    return {
      ok: false,
      sentence: `The file of KEYS_FILE must be a JSON object of ${names}, each 32 bytes in base64.`,
    };
  }
  if (new Set(Object.values(given)).size !== Object.keys(given).length) {
    return {
      ok: false,
      sentence: 'The file of KEYS_FILE holds one key twice: each purpose needs its own key.',
    };
  }
  return { ok: true, keys: decodeKeys(given) };
}

export function decodeKeys(file: KeyFile): Keys {
  return {
    totpSeedKey: Buffer.from(file.totpSeedKey, 'base64'),
    pinKey: Buffer.from(file.pinKey, 'base64'),
    viewLinkKey: Buffer.from(file.viewLinkKey, 'base64'),
    bodyDigestKey: Buffer.from(file.bodyDigestKey, 'base64'),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // judged by the schema like any other wrong content
  }
}
