// What changed nothing and is told all the same: a refusal, a refused sign-in, a read of other people's personal data,
// an export, an invitation. Refusals and reads are one record per principal, act and thing within a window, however often
// they are repeated; a wrong password or PIN is a record each time, and the lockout bounds how many there can be.

import Type, { type Static } from 'typebox';
import { roles } from '../identity/roles.ts';
import { actorFields } from './person-event.ts';

const closed = { additionalProperties: false } as const;

export const accessActs = {
  refused: 'refused',
  'sign-in-refused': 'sign-in refused',
  'pin-refused': 'wrong PIN at the door',
  read: 'personal data read',
  exported: 'exported',
  invited: 'invited somebody',
  'invitation-withdrawn': 'took an invitation back',
} as const;

export type AccessAct = keyof typeof accessActs;

export const accessEvent = Type.Object(
  {
    eventId: Type.String(),
    what: Type.Enum(Object.keys(accessActs) as AccessAct[]),
    at: Type.String({ format: 'date-time' }),
    ...actorFields,
    method: Type.String(),
    /** The route's pattern, never the address with its token. */
    route: Type.String(),
    /** On a refusal: the code of the problem. */
    problem: Type.Optional(Type.String()),
    /** On `sign-in-refused` and `pin-refused`: how long the account, or the order, is locked from this try on. */
    lockSeconds: Type.Optional(Type.Integer({ minimum: 1 })),
    /** On `invited`: as what. */
    role: Type.Optional(Type.Enum(roles)),
    /** Under this name the request stands in the log: the first of those this record stands for. */
    requestId: Type.String(),
    /** Repetitions within so many seconds are told by this one record. */
    windowSeconds: Type.Integer({ minimum: 0 }),
  },
  closed,
);

export type AccessEvent = Static<typeof accessEvent>;
