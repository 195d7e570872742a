// What the holder of a view link sees: no name, no exact address, no PIN.

import Type, { type Static } from 'typebox';
import { orderStates } from '../orders/lifecycle.ts';
import { timeWindow } from '../orders/window.ts';

const closed = { additionalProperties: false } as const;

/** 128 bits, base64url; stored only as its SHA-256. */
export const viewToken = Type.String({
  pattern: '^[A-Za-z0-9_-]{22}$',
  description: 'the 22 characters behind # in the link',
});

/** A token of any form: one that is none gets the answer of one that is unknown. */
export const trackedBy = Type.Object({ token: Type.String({ minLength: 1, maxLength: 120 }) }, closed);

export const trackingView = Type.Object(
  {
    state: Type.Enum(orderStates),
    sentence: Type.String(),
    area: Type.String(),
    /** What was promised; null when nothing was. */
    window: Type.Union([timeWindow, Type.Null()]),
    /** When we think it will be at the door; null while nobody can tell. */
    expectedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    /** True when it will not be kept, or was not. */
    late: Type.Boolean(),
    steps: Type.Array(
      Type.Object(
        {
          state: Type.Enum(orderStates),
          at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
        },
        closed,
      ),
    ),
    updatedAt: Type.String({ format: 'date-time' }),
  },
  closed,
);

/** A link stops answering this long after the order came to its end. */
export const viewLinkDaysAfterEnd = 7;

export type TrackingView = Static<typeof trackingView>;
