import { expect, test } from 'vitest';
import {
  contentDigest,
  instructionsDigest,
  type OrderDocument,
  redactionOf,
  viewTokenHash,
  viewTokenOf,
} from '../orders/index.ts';
import { judgeContent, wrongField } from './verify-fields.ts';
import { wrongRedaction } from './verify-redaction.ts';

const keys = {
  bodyDigestKey: Buffer.alloc(32, 1),
  viewLinkKey: Buffer.alloc(32, 2),
  pinKey: Buffer.alloc(32, 3),
  totpSeedKey: Buffer.alloc(32, 4),
};
const at = (minute: number) => `2026-11-22T12:0${minute}:00.000Z`;
const place = (name: string) => ({ name, address: 'A street', routingKey: 'D01' });
const content = {
  pickup: place('From'),
  dropOff: { ...place('To'), position: { lat: 53.3, lon: -6.2 } },
  recipient: { name: 'Aoife', email: 'aoife@example.ie' },
  parcel: { description: 'A book', weightGrams: 500 },
};
const seal = contentDigest(keys, { _id: 'ord_1' }, content);
const event = (minute: number, command: OrderDocument['events'][number]['command'], more: object = {}) => ({
  eventId: `evt_${minute}`,
  command,
  from: null,
  to: 'placed' as const,
  at: at(minute),
  actorId: 'usr_customer',
  actorRole: 'customer',
  bodyDigest: 'd',
  ...more,
});
const assigned: OrderDocument = {
  _id: 'ord_1',
  version: 3,
  state: 'assigned',
  open: true,
  ...content,
  customerId: 'usr_customer',
  courierId: 'usr_courier',
  courierName: 'Cian',
  assignedAt: at(3),
  placedAt: at(1),
  updatedAt: at(3),
  endedAt: null,
  viewTokenHash: viewTokenHash(viewTokenOf(keys, { _id: 'ord_1' })),
  pinTries: 0,
  pinLastTryAt: null,
  events: [
    event(1, 'place', { contentDigest: seal }),
    event(2, 'confirm', { actorId: 'usr_dispatcher' }),
    event(3, 'assign', { actorId: 'usr_dispatcher', courierId: 'usr_courier' }),
  ],
  outbox: [],
  mailOutbox: [],
};
const onceMore: OrderDocument = {
  ...assigned,
  state: 'rescheduled',
  courierId: null,
  courierName: null,
  assignedAt: null,
  updatedAt: at(5),
  events: [...assigned.events, event(4, 'fail'), event(5, 'reschedule')],
};
const ended: OrderDocument = {
  ...assigned,
  state: 'delivered',
  open: false,
  updatedAt: at(4),
  endedAt: at(4),
  events: [...assigned.events, event(4, 'deliver')],
};

const window = { from: at(6), to: at(9) };
const instructions = { text: 'Behind the blue bin', safePlace: true };
const promised: OrderDocument = {
  ...assigned,
  window,
  proofPolicy: 'any',
  instructions,
  stateSince: at(3),
  updatedAt: at(4),
  events: [
    event(1, 'place', { contentDigest: seal, window, proofPolicy: 'any' }),
    event(2, 'confirm', { actorId: 'usr_dispatcher', from: 'placed', to: 'confirmed' }),
    event(3, 'assign', { courierId: 'usr_courier', from: 'confirmed', to: 'assigned' }),
    event(4, 'instruct', {
      from: 'assigned',
      to: 'assigned',
      contentDigest: instructionsDigest(keys, { _id: 'ord_1' }, instructions),
    }),
  ],
};

test.each([
  ['promised', promised],
  ['assigned', assigned],
  ['rescheduled', onceMore],
  ['ended', ended],
])('an order that is %s says of itself what its history says', (_name, order) => {
  expect(wrongField(order)).toBeUndefined();
  expect(judgeContent(order, keys)).toBe('right');
});

test.each<[OrderDocument, Partial<OrderDocument>, string]>([
  [assigned, { customerId: 'usr_other' }, 'its customerId is usr_other, its history says usr_customer.'],
  [assigned, { courierId: 'usr_other' }, 'its courierId is usr_other, its history says usr_courier.'],
  [assigned, { courierName: null }, 'its courierName is missing'],
  [assigned, { assignedAt: at(1) }, 'its assignedAt is'],
  [assigned, { placedAt: at(2) }, 'its placedAt is'],
  [assigned, { updatedAt: at(2) }, 'its updatedAt is'],
  [assigned, { endedAt: at(3) }, 'its endedAt is'],
  [assigned, { open: false }, 'its open is false, its history says true.'],
  [
    onceMore,
    { courierId: 'usr_courier', courierName: 'Cian' },
    'its courierId is usr_courier, its history says null.',
  ],
  [promised, { window: { ...window, to: at(8) } }, 'its window is {"from"'],
  [promised, { window: null }, 'its window is null'],
  [assigned, { window }, 'its history says undefined.'],
  [promised, { proofPolicy: 'pin' }, 'its proofPolicy is pin, its history says any.'],
  [promised, { stateSince: at(4) }, 'its stateSince is'],
  [ended, { endedAt: at(3) }, 'its endedAt is'],
  [ended, { open: true }, 'its open is true'],
])('a changed field is named: %#', (order, change, what) => {
  expect(wrongField({ ...order, ...change })).toContain(what);
});

test.each<Partial<OrderDocument>>([
  { pickup: { ...content.pickup, address: 'Another street' } },
  { dropOff: { ...content.dropOff, position: { lat: 53.3, lon: -6.3 } } },
  { recipient: { ...content.recipient, email: 'other@example.ie' } },
  { parcel: { ...content.parcel, weightGrams: 501 } },
])('content that is not what was placed is found: %j', (change) => {
  expect(judgeContent({ ...assigned, ...change }, keys)).toEqual({
    wrong: expect.stringContaining('not what was placed'),
  });
});

test.each<[string, Partial<OrderDocument>]>([
  ['changed', { instructions: { ...instructions, text: 'Give it to my neighbour' } }],
  ['weakened', { instructions: { ...instructions, safePlace: false } }],
  ['taken away', { instructions: undefined as never }],
])('instructions that were %s behind our back are found', (_how, change) => {
  expect(judgeContent({ ...promised, ...change }, keys)).toMatchObject({
    wrong: expect.stringContaining('instructions'),
  });
});

test('instructions nobody gave are found', () => {
  expect(judgeContent({ ...assigned, instructions }, keys)).toMatchObject({ wrong: expect.any(String) });
});

test('the content of one order does not pass for that of another, and a foreign view link is found', () => {
  const other = {
    ...assigned,
    _id: 'ord_2',
    viewTokenHash: viewTokenHash(viewTokenOf(keys, { _id: 'ord_2' })),
  };
  expect(judgeContent(other, keys)).toMatchObject({ wrong: expect.any(String) });
  expect(judgeContent({ ...assigned, viewTokenHash: other.viewTokenHash }, keys)).toMatchObject({
    wrong: expect.stringContaining('viewTokenHash'),
  });
});

test('an order older than the digest is not judged, and is not called right', () => {
  expect(judgeContent({ ...assigned, events: [event(1, 'place')] }, keys)).toBe('unsealed');
});

test('content is sealed by the key of the order itself, and of no other', () => {
  const contentKey = Buffer.alloc(32, 9).toString('base64');
  const own = contentDigest(keys, { _id: 'ord_1', contentKey }, content);
  expect(own).not.toBe(seal);
  const [first, ...rest] = assigned.events;
  const order = {
    ...assigned,
    contentKey,
    events: [{ ...first, contentDigest: own }, ...rest],
  } as OrderDocument;
  expect(judgeContent(order, keys)).toBe('right');
  for (const other of [Buffer.alloc(32, 8).toString('base64'), undefined])
    expect(judgeContent({ ...order, contentKey: other } as OrderDocument, keys)).toMatchObject({
      wrong: expect.stringContaining('not what was placed'),
    });
});

const dayMs = 86_400_000;
const over = new Date(Date.parse(at(4)) + 397 * dayMs);
const { instructions: _instructions, ...plain } = promised;
const removed: OrderDocument = {
  ...plain,
  ...ended,
  ...redactionOf(ended, over),
  redactedAt: over.toISOString(),
};

test('an order whose time is over may be without what was personal', () => {
  expect(wrongField({ ...ended, ...redactionOf(ended, over) })).toBeUndefined();
  expect(wrongRedaction(removed, over)).toBeUndefined();
  expect(judgeContent(removed, keys)).toBe('unsealed');
});

test.each<[string, Partial<OrderDocument>, number, string]>([
  ['too early', {}, 394, 'before their time'],
  ['of an order that has not ended', { endedAt: null }, 397, 'before their time'],
  ['with another recipient', { recipient: { name: 'Eve', email: 'eve@example.ie' } }, 397, 'its recipient'],
  ['with another place', { dropOff: { ...place('Elsewhere') } }, 397, 'its dropOff'],
  ['with another parcel', { parcel: { description: 'A bomb', weightGrams: 500 } }, 397, 'its parcel'],
  ['with words to be found under', { searchKeys: ['eve'] }, 397, 'its searchKeys'],
  ['with a courier', { courierName: 'Cian' }, 397, 'its courierName'],
  ['with a note', { events: removed.events.map((each) => ({ ...each, note: 'Eve' })) }, 397, 'its events'],
  ['with instructions', { instructions }, 397, 'its instructions or its key'],
  ['with its key', { contentKey: 'AAAA' }, 397, 'its instructions or its key'],
])('a removal %s is found', (_how, change, days, what) => {
  const now = new Date(Date.parse(at(4)) + days * dayMs);
  expect(wrongRedaction({ ...removed, ...change }, now)).toContain(what);
});
