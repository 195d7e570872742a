// What the holder of a manage link may do: see, choose another time, say how to hand the parcel over. The link is of one
// order, signed, and ends by itself; its token travels in bodies only, never in an address that something might log.

import Type, { type Static } from 'typebox';
import { type OrderCommand, orderStates } from '../orders/lifecycle.ts';
import { eventId, instructions } from '../orders/schema.ts';
import { timeWindow } from '../orders/window.ts';

const closed = { additionalProperties: false } as const;

/** The order, the link's series, its end, and a signature over them. */
export const manageToken = Type.String({
  pattern: '^[0-9A-HJKMNP-TV-Z]{26}\\.[0-9]{1,6}\\.[0-9]{10}\\.[A-Za-z0-9_-]{22}$',
  description: 'what stands behind # in the link',
});

/** How long a link of a mail answers; the next mail brings a new one. */
export const manageLinkDays = 7;

/** What a recipient may ask for. */
export const manageCommands = ['reschedule', 'instruct'] as const satisfies readonly OrderCommand[];
export type ManageCommand = (typeof manageCommands)[number];

const token = Type.String({ minLength: 1, maxLength: 120 }); // its form is judged where all else about it is

export const manageBodies = {
  view: Type.Object({ token }, closed),
  reschedule: Type.Object({ token, eventId, window: timeWindow }, closed),
  instruct: Type.Object({ token, eventId, instructions }, closed),
} as const;

export const manageView = Type.Object(
  {
    version: Type.Integer({ minimum: 1 }),
    state: Type.Enum(orderStates),
    sentence: Type.String(),
    area: Type.String(),
    window: Type.Union([timeWindow, Type.Null()]),
    expectedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
    instructions: Type.Union([instructions, Type.Null()]),
    commands: Type.Array(Type.Enum(manageCommands)),
    linkEndsAt: Type.String({ format: 'date-time' }),
  },
  closed,
);

export type ManageView = Static<typeof manageView>;
