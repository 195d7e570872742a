// What an admin does about people, and what an auditor reads about their second factors.

import Type, { type Static } from 'typebox';
import { userId } from '../orders/schema.ts';
import { line } from '../text.ts';
import { roles } from './roles.ts';
import { emailAddress } from './schema.ts';

const closed = { additionalProperties: false } as const;
const moment = Type.String({ format: 'date-time' });
const maybeMoment = Type.Union([moment, Type.Null()]);

/** `requested`: waits for a second admin. `sent`: the one-time link is on its way. */
export const reEnrolmentState = Type.Object(
  {
    state: Type.Enum(['requested', 'sent']),
    requestedBy: userId,
    breakGlass: Type.Boolean(),
    at: moment,
  },
  closed,
);

/** Waits for a second admin, who did not ask for it. */
export const erasureState = Type.Object({ requestedBy: userId, at: moment }, closed);

export const person = Type.Object(
  {
    id: userId,
    name: Type.String(),
    email: Type.String(),
    role: Type.Enum(roles),
    disabledAt: maybeMoment,
    factors: Type.Array(Type.Enum(['totp', 'passkey'])),
    recoveryCodesLeft: Type.Integer({ minimum: 0 }),
    lastStrongSignInAt: maybeMoment,
    sessions: Type.Integer({ minimum: 0 }),
    reEnrolment: Type.Union([reEnrolmentState, Type.Null()]),
    erasure: Type.Union([erasureState, Type.Null()]),
  },
  closed,
);

/** Sent by an admin and not yet accepted. */
export const openInvitation = Type.Object(
  { email: Type.String(), role: Type.Enum(roles), at: moment, expiresAt: moment },
  closed,
);

export const people = Type.Object(
  {
    people: Type.Array(person),
    invitations: Type.Array(openInvitation),
    /** Staff who are not disabled and have no second factor yet; they can do nothing but enrol. */
    staffWithoutSecondFactor: Type.Integer({ minimum: 0 }),
  },
  closed,
);

export const invitePerson = Type.Object({ email: emailAddress, role: Type.Enum(roles) }, closed);
export const withdrawInvitation = Type.Object({ email: emailAddress }, closed);
export const changeRole = Type.Object({ role: Type.Enum(roles) }, closed);

/** Without a second admin there is nobody to approve: the reason is kept, and the record marked. */
export const breakGlass = Type.Object({ reason: line(300) }, closed);

/** Why a person's data is erased; kept until it is done, and in the audit trail only as a digest that dies with it. */
export const askErasure = Type.Object({ reason: line(300) }, closed);

/** Facts for the assurance engine and the auditor: who could act, and with what. Names nobody. */
export const mfaEvidence = Type.Object(
  {
    at: moment,
    mfaRequired: Type.Enum(['staff', 'all']),
    accounts: Type.Array(
      Type.Object(
        {
          id: userId,
          role: Type.Enum(roles),
          staff: Type.Boolean(),
          disabled: Type.Boolean(),
          factors: Type.Array(Type.Enum(['totp', 'passkey'])),
          recoveryCodesLeft: Type.Integer({ minimum: 0 }),
          lastStrongSignInAt: maybeMoment,
          /** Living sessions that may act, by assurance level; pending ones reach nothing and are counted apart. */
          sessions: Type.Object(
            {
              pending: Type.Integer({ minimum: 0 }),
              aal1: Type.Integer({ minimum: 0 }),
              aal2: Type.Integer({ minimum: 0 }),
            },
            closed,
          ),
        },
        closed,
      ),
    ),
    summary: Type.Object(
      {
        staff: Type.Integer({ minimum: 0 }),
        staffWithoutSecondFactor: Type.Integer({ minimum: 0 }),
        /** Must be 0: a member of staff who acts with a password alone. */
        staffActingWithoutSecondFactor: Type.Integer({ minimum: 0 }),
      },
      closed,
    ),
  },
  closed,
);

export type AskErasure = Static<typeof askErasure>;
export type BreakGlass = Static<typeof breakGlass>;
export type ChangeRole = Static<typeof changeRole>;
export type InvitePerson = Static<typeof invitePerson>;
export type MfaEvidence = Static<typeof mfaEvidence>;
export type OpenInvitation = Static<typeof openInvitation>;
export type People = Static<typeof people>;
export type Person = Static<typeof person>;
