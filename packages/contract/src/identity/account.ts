// What a signed-in person does about their own account: sessions, second factor, recovery codes, password, e-mail.

import Type, { type Static } from 'typebox';
import { emailAddress, newPassword, oneTimeToken, session, totpCode } from './schema.ts';

const closed = { additionalProperties: false } as const;
const moment = Type.String({ format: 'date-time' });
const passwordText = Type.String({ minLength: 1, maxLength: 128 });

/**
 * 128 random bits as 26 characters of Crockford base 32. Read as people type: without case, with blanks and dashes
 * wherever they like, O for 0, I and L for 1.
 */
export const recoveryCodeText = Type.String({ minLength: 26, maxLength: 60, pattern: '^[0-9A-Za-z \\-]*$' });

export const recoveryCodesMade = 10;

export const spendRecoveryCode = Type.Object({ code: recoveryCodeText }, closed);

/** The only answer that ever carries the codes: right after they were made. */
export const recoveryCodes = Type.Object({ recoveryCodes: Type.Array(Type.String()) }, closed);

/** A confirmed enrolment: the session that may now act, and the codes to keep. */
export const enrolledSession = Type.Object({ ...session.properties, ...recoveryCodes.properties }, closed);

/** The password once more, from who is signed in without a second factor: to enrol by choice, to end a session. */
export const passwordAgain = Type.Union([
  Type.Null(),
  Type.Object({ password: Type.Optional(passwordText) }, closed),
]);

/** A code once more; with the password it stands for both factors, which what changes the factors asks for. */
export const stepUp = Type.Object({ ...totpCode.properties, password: Type.Optional(passwordText) }, closed);

export const sessionRef = Type.String({ pattern: '^ses_[0-9A-HJKMNP-TV-Z]{26}$' });

export const ownSession = Type.Object(
  {
    ref: sessionRef,
    current: Type.Boolean(),
    state: Type.Enum(['pending', 'active']),
    aal: Type.Enum([1, 2]),
    agent: Type.String(), // as in `Firefox on Linux`; never the whole header
    startedAt: moment,
    seenAt: moment,
    expiresAt: moment,
  },
  closed,
);
export const ownSessions = Type.Object({ sessions: Type.Array(ownSession) }, closed);
export const endedSessions = Type.Object({ ended: Type.Integer({ minimum: 0 }) }, closed);

export const account = Type.Object(
  {
    email: Type.String(),
    totp: Type.Boolean(),
    recoveryCodesLeft: Type.Integer({ minimum: 0 }),
    /** Until when a change that asks for a fresh second factor is taken; null when one must be given first. */
    freshUntil: Type.Union([moment, Type.Null()]),
  },
  closed,
);

export const changePassword = Type.Object(
  { currentPassword: Type.String({ minLength: 1, maxLength: 128 }), newPassword },
  closed,
);

export const changeEmail = Type.Object(
  { password: Type.String({ minLength: 1, maxLength: 128 }), email: emailAddress },
  closed,
);

export const confirmEmail = Type.Object({ token: oneTimeToken }, closed);
/** A customer's account of their own; the rest is chosen behind the link of the mail. */
export const signUp = Type.Object({ email: emailAddress }, closed);
export const requestPasswordReset = Type.Object({ email: emailAddress }, closed);
export const resetPassword = Type.Object({ token: oneTimeToken, password: newPassword }, closed);

/** The link to a new second factor counts only together with the password. */
export const reEnrol = Type.Object(
  { token: oneTimeToken, password: Type.String({ minLength: 1, maxLength: 128 }) },
  closed,
);

export type Account = Static<typeof account>;
export type ChangeEmail = Static<typeof changeEmail>;
export type ChangePassword = Static<typeof changePassword>;
export type StepUp = Static<typeof stepUp>;
export type SignUp = Static<typeof signUp>;
export type EnrolledSession = Static<typeof enrolledSession>;
export type OwnSession = Static<typeof ownSession>;
export type ReEnrol = Static<typeof reEnrol>;
export type RecoveryCodes = Static<typeof recoveryCodes>;
export type ResetPassword = Static<typeof resetPassword>;
