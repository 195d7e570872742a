// What a refusal looks like on the wire: RFC 9457 problem details, with the fields that did not fit.

import Type, { type Static } from 'typebox';

const closed = { additionalProperties: false } as const;

/** One field that did not fit: where it stands (JSON pointer, or `query.x`), what was given, what is allowed. */
export const fieldError = Type.Object(
  { field: Type.String(), given: Type.String(), allowed: Type.String() },
  closed,
);

/** The body of every refusal, as application/problem+json. `given` never repeats a secret: see api's problem plugin. */
export const problem = Type.Object(
  {
    type: Type.String(), // about this code: /docs/problems#<code>
    code: Type.String(),
    status: Type.Integer(),
    title: Type.String(),
    detail: Type.Optional(Type.String()),
    requestId: Type.String(),
    errors: Type.Optional(Type.Array(fieldError)),
    retryAfterSeconds: Type.Optional(Type.Integer()),
  },
  closed,
);

export type FieldError = Static<typeof fieldError>;
export type Problem = Static<typeof problem>;
