// What an order looks like on the wire. Every object is closed: an unknown field is a 400, never dropped.

import Type, { type Static } from 'typebox';
import { line } from '../text.ts';
import { orderCommands, orderStates } from './lifecycle.ts';
import { photo, proofKinds, proofPolicies, proofRecord, signature } from './proof.ts';
import { timeWindow } from './window.ts';

const closed = { additionalProperties: false } as const;

const email = Type.String({ minLength: 3, maxLength: 254, format: 'email' });

/** Identifiers are ours: a prefix and 26 characters of Crockford base 32, sortable by time. */
export const orderId = Type.String({
  pattern: '^ord_[0-9A-HJKMNP-TV-Z]{26}$',
  description: "an order's id: ord_ and 26 characters",
});
export const userId = Type.String({
  pattern: '^usr_[0-9A-HJKMNP-TV-Z]{26}$',
  description: "a person's id: usr_ and 26 characters",
});

/** The client's name for one intended change; the same name twice is the same change (never expires). */
export const eventId = Type.String({
  pattern: '^[A-Za-z0-9_-]{16,64}$',
  description: '16 to 64 letters, digits, - or _, chosen anew for each change',
});

export const position = Type.Object(
  { lat: Type.Number({ minimum: -90, maximum: 90 }), lon: Type.Number({ minimum: -180, maximum: 180 }) },
  closed,
);

/** Dublin's Eircode routing keys (the first three characters of an Eircode). */
export const routingKey = Type.String({
  pattern: '^(D[0-9]{2}|D6W|A[0-9]{2}|K[0-9]{2})$',
  description: 'a Dublin routing key such as D02, D6W, A94 or K67',
});

export const place = Type.Object(
  {
    name: line(120),
    address: line(200),
    routingKey,
    position: Type.Optional(position),
  },
  closed,
);

export const recipient = Type.Object({ name: line(120), email }, closed);

/** As an order's answer shows it: the address for mail only to `mayReadRecipientEmail`. */
export const shownRecipient = Type.Object({ name: line(120), email: Type.Optional(email) }, closed);

export const parcel = Type.Object(
  { description: line(200), weightGrams: Type.Integer({ minimum: 1, maximum: 30_000 }) },
  closed,
);

export const placeOrder = Type.Object(
  {
    eventId,
    pickup: place,
    dropOff: place,
    recipient,
    parcel,
    /** `pin` when it is left out. */
    proofPolicy: Type.Optional(Type.Enum(proofPolicies)),
    /** When it is to be at the door; nothing is promised when it is left out. */
    window: Type.Optional(timeWindow),
  },
  closed,
);

export const failReasons = [
  'nobody_there',
  'refused',
  'wrong_address',
  'damaged',
  'no_access',
  'other',
] as const;

/** How the recipient wants the parcel handed over. */
export const instructions = Type.Object({ text: line(300), safePlace: Type.Boolean() }, closed);

/** The body of each command; the URL names the order and the command. */
export const commandBodies = {
  confirm: Type.Object({ eventId }, closed),
  assign: Type.Object({ eventId, courierId: userId }, closed),
  collect: Type.Object({ eventId }, closed),
  depart: Type.Object({ eventId }, closed),
  arrive: Type.Object({ eventId }, closed),
  deliver: Type.Object(
    {
      eventId,
      pin: Type.Optional(Type.String({ pattern: '^[0-9]{4}$', description: 'the four digits of the PIN' })),
      signature: Type.Optional(signature),
      photo: Type.Optional(photo),
    },
    {
      ...closed,
      anyOf: proofKinds.map((kind) => ({
        type: 'object',
        properties: { [kind]: {} },
        required: [kind],
        description: 'one proof: pin, signature or photo',
      })),
      maxProperties: 2,
      description: 'eventId and one proof: pin, signature or photo',
    },
  ),
  fail: Type.Object({ eventId, reason: Type.Enum(failReasons), note: Type.Optional(line(500)) }, closed),
  /** Without a window nothing is promised any more. */
  reschedule: Type.Object({ eventId, window: Type.Optional(timeWindow) }, closed),
  return: Type.Object({ eventId }, closed),
  receive: Type.Object({ eventId }, closed),
  cancel: Type.Object({ eventId, note: Type.Optional(line(500)) }, closed),
  instruct: Type.Object({ eventId, instructions }, closed),
  revoke: Type.Object({ eventId }, closed),
} as const;

/** Who did it: a person of ours, or whoever held the manage link, of whom we know no more. */
export const actorId = Type.String({
  pattern: '^(usr_[0-9A-HJKMNP-TV-Z]{26}|recipient)$',
  description: "a person's id, or recipient",
});

const eventFields = {
  eventId,
  command: Type.Enum(['place', ...orderCommands]),
  from: Type.Union([Type.Enum(orderStates), Type.Null()]),
  to: Type.Enum(orderStates),
  at: Type.String({ format: 'date-time' }),
  actorId,
  actorRole: Type.String(),
  reason: Type.Optional(Type.Enum(failReasons)),
  courierId: Type.Optional(userId),
  /** On `place`: what the sender asked for. */
  proofPolicy: Type.Optional(Type.Enum(proofPolicies)),
  /** On `place` and `reschedule`: what was promised. */
  window: Type.Optional(timeWindow),
  /** On `deliver`: what was taken. */
  proof: Type.Optional(proofRecord),
};

/** One thing that happened to an order, as the audit chain keeps it. Personal values never stand here. */
export const orderEvent = Type.Object(
  {
    ...eventFields,
    /**
     * On `place`: a keyed digest of what never changes again (addresses, recipient, parcel); on `instruct`: of the
     * instructions. So the chain vouches for them and tells nobody what they are. Keyed, because a plain digest of an address could be guessed.
     */
    contentDigest: Type.Optional(
      Type.String({ pattern: '^[0-9a-f]{64}$', description: '64 hexadecimal digits' }),
    ),
  },
  closed,
);

/** The same as an order's answer shows it; the note only to `mayReadNotes`. */
export const shownEvent = Type.Object({ ...eventFields, note: Type.Optional(line(500)) }, closed);

export const order = Type.Object(
  {
    id: orderId,
    version: Type.Integer({ minimum: 1 }),
    state: Type.Enum(orderStates),
    pickup: place,
    dropOff: place,
    recipient: shownRecipient,
    parcel,
    proofPolicy: Type.Enum(proofPolicies),
    window: Type.Optional(timeWindow),
    /** Only to `mayReadInstructions`. */
    instructions: Type.Optional(instructions),
    customerId: userId,
    courierId: Type.Union([userId, Type.Null()]),
    courierName: Type.Union([Type.String(), Type.Null()]),
    placedAt: Type.String({ format: 'date-time' }),
    updatedAt: Type.String({ format: 'date-time' }),
    /** Since when it is in its state. */
    stateSince: Type.String({ format: 'date-time' }),
    /** Since when names, addresses and proofs are gone: their time was over. */
    redactedAt: Type.Optional(Type.String({ format: 'date-time' })),
    events: Type.Array(shownEvent),
  },
  closed,
);

/** One row of a list: what the board and the run need, nothing more. */
export const orderRow = Type.Object(
  {
    id: orderId,
    version: Type.Integer({ minimum: 1 }),
    state: Type.Enum(orderStates),
    pickup: Type.Object(
      { name: Type.String(), routingKey: Type.String(), position: Type.Optional(position) },
      closed,
    ),
    dropOff: Type.Object(
      {
        name: Type.String(),
        address: Type.String(),
        routingKey: Type.String(),
        position: Type.Optional(position),
      },
      closed,
    ),
    window: Type.Optional(timeWindow),
    recipientName: Type.String(),
    parcel: Type.String(),
    courierId: Type.Union([userId, Type.Null()]),
    courierName: Type.Union([Type.String(), Type.Null()]),
    placedAt: Type.String({ format: 'date-time' }),
    updatedAt: Type.String({ format: 'date-time' }),
    stateSince: Type.String({ format: 'date-time' }),
  },
  closed,
);

/** Placing answers with the order and the view link's path; both are the same when the eventId is repeated. */
export const placedOrder = Type.Object({ order, trackingPath: Type.String() }, closed);

export const orderPage = Type.Object(
  { rows: Type.Array(orderRow), nextCursor: Type.Union([Type.String(), Type.Null()]) },
  closed,
);

/** A courier's open orders, in the order they were assigned. */
export const courierRun = Type.Object({ rows: Type.Array(orderRow) }, closed);

const cursor = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[A-Za-z0-9_-]+$',
  description: 'the nextCursor of an earlier page',
});

/** Holds nothing that a person typed: addresses stand in logs of others. */
export const listQuery = Type.Object(
  {
    state: Type.Optional(Type.Enum(orderStates)),
    /** `open` leaves out the orders that have come to their end. */
    open: Type.Optional(Type.Enum(['true', 'false'])),
    courier: Type.Optional(userId),
    limit: Type.Optional(
      Type.String({ pattern: '^([1-9][0-9]?|100)$', description: 'a number from 1 to 100' }),
    ),
    cursor: Type.Optional(cursor),
  },
  closed,
);

/** The list narrowed by words, which may be somebody's name and so travel in a body. Changes nothing. */
export const searchOrders = Type.Object(
  {
    /** What a recipient's name, a place's name or the end of the order's id begins with; all of them must fit. */
    words: line(80),
    state: Type.Optional(Type.Enum(orderStates)),
    open: Type.Optional(Type.Boolean()),
    courier: Type.Optional(userId),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    cursor: Type.Optional(cursor),
  },
  closed,
);

/** A CSV import. The same importId with the same file places each row once, however often it is sent. */
export const importOrders = Type.Object(
  {
    importId: eventId,
    dryRun: Type.Boolean(),
    csv: Type.String({ minLength: 1, maxLength: 500_000 }),
  },
  closed,
);

export const importRowProblem = Type.Object(
  {
    line: Type.Integer({ minimum: 1 }),
    field: Type.String(),
    given: Type.String(),
    allowed: Type.String(),
  },
  closed,
);

/** All or nothing: `placed` is empty when `problems` is not, and on a dry run. */
export const importResult = Type.Object(
  {
    dryRun: Type.Boolean(),
    rows: Type.Integer(),
    placed: Type.Array(orderId),
    problems: Type.Array(importRowProblem),
  },
  closed,
);

/** The columns of an import, in this order, as the first line of the file. Further columns are refused. */
export const importColumns = [
  'pickup_name',
  'pickup_address',
  'pickup_routing_key',
  'pickup_lat',
  'pickup_lon',
  'dropoff_name',
  'dropoff_address',
  'dropoff_routing_key',
  'dropoff_lat',
  'dropoff_lon',
  'recipient_name',
  'recipient_email',
  'parcel',
  'weight_grams',
  'source',
] as const;

export type Place = Static<typeof place>;
export type Recipient = Static<typeof recipient>;
export type Parcel = Static<typeof parcel>;
export type PlaceOrder = Static<typeof placeOrder>;
export type CommandBody<Command extends keyof typeof commandBodies> = Static<(typeof commandBodies)[Command]>;
export type OrderEvent = Static<typeof orderEvent>;
export type ShownEvent = Static<typeof shownEvent>;
export type Order = Static<typeof order>;
export type OrderRow = Static<typeof orderRow>;
export type OrderPage = Static<typeof orderPage>;
export type CourierRun = Static<typeof courierRun>;
export type PlacedOrder = Static<typeof placedOrder>;
export type Instructions = Static<typeof instructions>;
export type ListQuery = Static<typeof listQuery>;
export type SearchOrders = Static<typeof searchOrders>;
export type ImportOrders = Static<typeof importOrders>;
export type ImportResult = Static<typeof importResult>;
export type ImportRowProblem = Static<typeof importRowProblem>;
export type FailReason = (typeof failReasons)[number];
