// Passkeys (WebAuthn Level 3). The relying party is the host name; user verification is required, so a passkey alone is
// two factors: the device, and what unlocks it. Options travel in the JSON form browsers read themselves.

import Type, { type Static } from 'typebox';

const closed = { additionalProperties: false } as const;
const base64url = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: '^[A-Za-z0-9_-]+$' });
const moment = Type.String({ format: 'date-time' });
const publicKeyType = Type.Literal('public-key');
const transport = Type.String({ minLength: 1, maxLength: 20, pattern: '^[a-z-]+$' });

export const passkeyId = base64url(512);

export const passkeyCreation = Type.Object(
  {
    challenge: Type.String(),
    rp: Type.Object({ id: Type.String(), name: Type.String() }, closed),
    user: Type.Object({ id: Type.String(), name: Type.String(), displayName: Type.String() }, closed),
    pubKeyCredParams: Type.Array(Type.Object({ type: publicKeyType, alg: Type.Integer() }, closed)),
    timeout: Type.Integer(),
    attestation: Type.Literal('none'),
    authenticatorSelection: Type.Object(
      {
        residentKey: Type.Literal('required'),
        requireResidentKey: Type.Literal(true),
        userVerification: Type.Literal('required'),
      },
      closed,
    ),
    excludeCredentials: Type.Array(Type.Object({ type: publicKeyType, id: Type.String() }, closed)),
  },
  closed,
);

/** Names no credential: who signs in is said by the authenticator alone. */
export const passkeyRequest = Type.Object(
  {
    challenge: Type.String(),
    rpId: Type.String(),
    timeout: Type.Integer(),
    userVerification: Type.Literal('required'),
  },
  closed,
);

export const registerPasskey = Type.Object(
  {
    id: passkeyId,
    clientDataJSON: base64url(4_096),
    attestationObject: base64url(16_384),
    transports: Type.Array(transport, { maxItems: 10 }),
  },
  closed,
);

export const passkeyAssertion = Type.Object(
  {
    id: passkeyId,
    clientDataJSON: base64url(4_096),
    authenticatorData: base64url(4_096),
    signature: base64url(2_048),
  },
  closed,
);

export const passkey = Type.Object(
  { id: Type.String(), madeOn: Type.String(), madeAt: moment, usedAt: Type.Union([moment, Type.Null()]) },
  closed,
);
export const passkeys = Type.Object({ passkeys: Type.Array(passkey) }, closed);

export type Passkey = Static<typeof passkey>;
export type PasskeyAssertion = Static<typeof passkeyAssertion>;
export type PasskeyCreation = Static<typeof passkeyCreation>;
export type PasskeyRequest = Static<typeof passkeyRequest>;
export type RegisterPasskey = Static<typeof registerPasskey>;
