// One thing that happened to a person's account, as the audit chain keeps it. Personal values never stand here: an
// address is a digest under a key of the person's own, so that deleting the key erases what the chain knows of it.

import Type, { type Static } from 'typebox';
import { roles } from '../identity/roles.ts';
import { userId } from '../orders/schema.ts';

const closed = { additionalProperties: false } as const;
const digest = Type.String({ pattern: '^[0-9a-f]{64}$', description: '64 hexadecimal digits' });

/** Everything that is told of an account, with the words a page shows for it. */
export const personChanges = {
  created: 'account made',
  adopted: 'account taken over from before accounts were recorded',
  'session-begun': 'session begun',
  'session-ended': 'session ended',
  'second-factor-set': 'second factor set',
  'second-factors-dropped': 'second factors dropped',
  'recovery-codes-made': 'recovery codes made',
  'recovery-code-used': 'recovery code used',
  'passkey-added': 'passkey added',
  'passkey-removed': 'passkey removed',
  'password-changed': 'password changed',
  'password-reset': 'password chosen anew by mail',
  'email-change-asked': 'change of e-mail address asked for',
  'email-changed': 'e-mail address changed',
  'role-changed': 'role changed',
  disabled: 'account disabled',
  enabled: 'account enabled',
  're-enrolment-asked': 'new second factor asked for',
  're-enrolment-approved': 'new second factor approved',
  're-enrolment-break-glass': 'new second factor by one admin alone (break-glass)',
  'erasure-asked': 'erasure asked for',
  erased: 'personal values erased',
} as const;

export type PersonChange = keyof typeof personChanges;

const changeNames = Object.keys(personChanges) as PersonChange[];

/** Who did it and how sure we were of them. Nobody (a mailed link, the operator's command) is null at level 0. */
export const actorFields = {
  actorId: Type.Union([userId, Type.Null()]),
  actorRole: Type.Union([Type.Enum(roles), Type.Null()]),
  aal: Type.Enum([0, 1, 2]),
};

export const personEvent = Type.Object(
  {
    eventId: Type.String(),
    what: Type.Enum(changeNames),
    at: Type.String({ format: 'date-time' }),
    ...actorFields,
    /** On `created`, `adopted` and `role-changed`: the role from now on. */
    role: Type.Optional(Type.Enum(roles)),
    /** On `created`, `adopted` and `email-changed`: the address from now on, under the person's key. */
    emailDigest: Type.Optional(digest),
    /** On `adopted`: whether the account was disabled when it was taken over. */
    disabled: Type.Optional(Type.Boolean()),
    /** On `session-begun` and `session-ended`: the session's name, which opens nothing; absent when many ended. */
    sessionRef: Type.Optional(Type.String()),
    /** On `session-begun`: how the person proved who they are (RFC 8176), how sure that is, what is still owed. */
    amr: Type.Optional(Type.Array(Type.String())),
    sessionAal: Type.Optional(Type.Enum([1, 2])),
    next: Type.Optional(Type.Enum(['verify', 'enrol'])),
    /** On break-glass and erasure: why, as a digest under the person's key; the words stand with the request. */
    reasonDigest: Type.Optional(digest),
  },
  closed,
);

export type PersonEvent = Static<typeof personEvent>;
