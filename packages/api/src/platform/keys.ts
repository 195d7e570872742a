// The secret keys of the platform, one per purpose, so that losing one loses one thing. They come from a file
// (in AWS: written by the secret store's agent) and never from the environment, which child processes inherit.
// A purpose may hold several keys, the newest first: with it everything is made anew, with the older ones what was made
// before is still read (decision 0043), so a key is exchanged while people work.

import { createHash, randomBytes } from 'node:crypto';
import Type, { type Static } from 'typebox';
import { compileSchema } from './validation.ts';

const oneKey = Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' }); // 256 bits, base64
const key = Type.Union([oneKey, Type.Array(oneKey, { minItems: 1, maxItems: 8 })]);

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
export type KeyName = keyof KeyFile;
export const keyNames = Object.keys(keyFile.properties) as KeyName[];

/** One key of each purpose. */
export type Generation = { readonly [Name in KeyName]: Buffer };

/** The newest of each, to make things with; `older` ones, newest first, only read what they made. */
export type Keys = Generation & { readonly older?: readonly Generation[] };

/** The generations in which a thing may have been made, the newest first. */
export function generationsOf<Some>(keys: Some & { readonly older?: readonly Some[] }): readonly Some[] {
  return [keys, ...(keys.older ?? [])];
}

/** How a thing names the key that made it; tells nothing of the key. */
export function keyIdOf(key: Buffer): string {
  return createHash('sha256').update('key id\n').update(key).digest('hex').slice(0, 12);
}

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
      sentence: `The file of KEYS_FILE must be a JSON object of ${names}, each 32 bytes in base64, or a list of such, the newest first.`,
    };
  }
  const all = Object.values(given).flat();
  if (new Set(all).size !== all.length) {
    return {
      ok: false,
      sentence: 'The file of KEYS_FILE holds one key twice: each purpose needs its own key.',
    };
  }
  return { ok: true, keys: decodeKeys(given) };
}

export function decodeKeys(file: KeyFile): Keys {
  const rings = Object.entries(file).map(([name, given]) => [name as KeyName, [given].flat()] as const);
  const generation = (at: number) =>
    // A purpose with fewer keys is as it was in every older generation.
    Object.fromEntries(
      rings.map(([name, ring]) => [name, Buffer.from(ring[Math.min(at, ring.length - 1)] ?? '', 'base64')]),
    ) as Generation;
  const count = Math.max(...rings.map(([, ring]) => ring.length));
  return { ...generation(0), older: Array.from({ length: count - 1 }, (_, at) => generation(at + 1)) };
}

/** A new key in front of each named purpose; what was made before stays readable. */
export function rotatedKeys(file: KeyFile, names: readonly KeyName[]): KeyFile {
  const fresh = makeKeys();
  return { ...file, ...Object.fromEntries(names.map((name) => [name, [fresh[name], file[name]].flat()])) };
}

/** Only the newest key of each named purpose: what older ones made can no longer be read. */
export function retiredKeys(file: KeyFile, names: readonly KeyName[]): KeyFile {
  return { ...file, ...Object.fromEntries(names.map((name) => [name, [file[name]].flat()[0]])) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // judged by the schema like any other wrong content
  }
}
