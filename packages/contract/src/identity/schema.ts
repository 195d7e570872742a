// Signing in. A right password alone gives a *pending* session, which reaches nothing but enrol and verify;
// the session cookie is the only place a token travels.

import Type, { type Static } from 'typebox';
import { userId } from '../orders/schema.ts';
import { line } from '../text.ts';
import { roles } from './roles.ts';

const closed = { additionalProperties: false } as const;

export const emailAddress = Type.String({ minLength: 3, maxLength: 254, format: 'email' });

/** 256 random bits of a link, base64url. */
export const oneTimeToken = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });

export const signIn = Type.Object(
  {
    email: emailAddress,
    password: Type.String({ minLength: 1, maxLength: 128 }),
  },
  closed,
);

export const totpCode = Type.Object({ code: Type.String({ pattern: '^[0-9]{6}$' }) }, closed);

const seconds = Type.Integer({ minimum: 0 });

/** When a session ends, in seconds from the answer: the clocks of two machines need not agree. */
export const sessionEnds = Type.Object(
  {
    /** When nobody uses it from now on. */
    unusedSeconds: seconds,
    /** However much it is used. */
    mostSeconds: seconds,
    /** How long after a use it ends. */
    idleSeconds: seconds,
  },
  closed,
);

/**
 * `pending`: the password was right; `next` says what the session may do now.
 * `active`: the session may act, at the assurance level `aal` (NIST SP 800-63B).
 */
export const session = Type.Object(
  {
    state: Type.Enum(['pending', 'active']),
    next: Type.Union([Type.Enum(['verify', 'enrol']), Type.Null()]),
    aal: Type.Enum([1, 2]),
    user: Type.Object(
      {
        id: userId,
        name: Type.String(),
        email: Type.String(),
        role: Type.Enum(roles),
        secondFactor: Type.Boolean(),
      },
      closed,
    ),
    expiresAt: Type.String({ format: 'date-time' }),
    ends: sessionEnds,
  },
  closed,
);

/** Shown once, while enrolling; the seed is useless until confirmed with a code. */
export const totpEnrolment = Type.Object({ secret: Type.String(), otpauthUri: Type.String() }, closed);

/** The minimum of NIST SP 800-63B for a password beside a second factor is 8; ours is higher, with no composition rules. */
export const newPassword = Type.String({ minLength: 12, maxLength: 128 });

export const acceptInvitation = Type.Object(
  {
    token: oneTimeToken,
    name: line(120),
    password: newPassword,
  },
  closed,
);

export const courier = Type.Object(
  { id: userId, name: Type.String(), openOrders: Type.Integer({ minimum: 0 }) },
  closed,
);
export const couriers = Type.Object({ couriers: Type.Array(courier) }, closed);

export type SignIn = Static<typeof signIn>;
export type Session = Static<typeof session>;
export type SessionEnds = Static<typeof sessionEnds>;
export type TotpEnrolment = Static<typeof totpEnrolment>;
export type AcceptInvitation = Static<typeof acceptInvitation>;
export type Courier = Static<typeof courier>;
