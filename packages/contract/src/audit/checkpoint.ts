// A signed statement about the audit chain at one moment: so many records, and the last one has this hash. Signed by a
// process of its own (in AWS by a key service) with a key that no other process can read, and kept also outside the
// database: whoever cuts or rewrites the chain would have to make new ones, and cannot.
// The signature (Ed25519) is over the canonical JSON (RFC 8785) of all fields but itself.

import Type, { type Static } from 'typebox';

const closed = { additionalProperties: false } as const;
const sha256Hex = Type.String({ pattern: '^[0-9a-f]{64}$', description: '64 hexadecimal digits' });
const base64 = Type.String({ pattern: '^[A-Za-z0-9+/]+={0,2}$', maxLength: 200 });
const moment = Type.String({ format: 'date-time' });

export const checkpoint = Type.Object(
  {
    seq: Type.Integer({ minimum: 1 }),
    hash: sha256Hex,
    /** How many records the chain held: as many as `seq`, for numbers have no gaps. */
    records: Type.Integer({ minimum: 1 }),
    at: moment,
    /** SHA-256 of the public key. */
    keyId: sha256Hex,
    signature: base64,
  },
  closed,
);

/** The public half of a signing key: SubjectPublicKeyInfo (RFC 8410), DER, base64. */
export const signingKey = Type.Object({ keyId: sha256Hex, publicKey: base64, since: moment }, closed);

export type Checkpoint = Static<typeof checkpoint>;
export type SigningKey = Static<typeof signingKey>;

/** After so many records, or so long after the last one, whichever comes first. */
export const checkpointEvery = { records: 100, ms: 10_000 } as const;
