import type { AuditRecord, PersonEvent } from '@cool/contract/audit';
import { expect, test } from 'vitest';
import { type ChainEntry, chainOn, emptyChain } from './chain.ts';
import { copiedInbox, copiedOutbox } from './copied-outboxes.ts';

const id = 'usr_00000000000000000000000000';
const events = Array.from(
  { length: 6 },
  (_, i): PersonEvent => ({
    eventId: `evt_${i + 1}`,
    what: 'session-ended',
    at: '2026-11-22T12:00:00.000Z',
    actorId: id,
    actorRole: 'courier',
    aal: 2,
  }),
);
const told = (version: number): ChainEntry => ({
  subject: { type: 'person', id, version },
  event: events[version - 1] as PersonEvent,
});
const later = (...versions: number[]): readonly AuditRecord[] => chainOn(emptyChain, versions.map(told));

test.each<[string, number, number[], number[], number, number[]]>([
  // copied chain holds, then chained, waiting when read, told count, expected to wait in the copy
  ['nothing happened in between', 2, [], [3, 4], 4, [3, 4]],
  ['two were chained in between', 2, [3, 4], [], 4, [3, 4]],
  ['one was chained, one still waits', 2, [3], [4], 4, [3, 4]],
  ['one stands in the chain and is not yet dropped', 3, [], [3, 4], 4, [4]],
  ['what was told after the person was read is not of the copy', 2, [3, 4, 5, 6], [], 4, [3, 4]],
  ['chained after the person was read, while it still waited there', 2, [3, 4], [3, 4], 4, [3, 4]],
])(
  '%s: the copy waits with exactly what its chain lacks',
  (_name, chained, joined, waiting, count, expected) => {
    const person = {
      _id: id,
      toldCount: count,
      outbox: waiting.map((version) => events[version - 1] as PersonEvent),
    };
    const outbox = copiedOutbox(person, chained, later(...joined));
    expect(outbox.map(({ eventId }) => eventId)).toEqual(expected.map((version) => `evt_${version}`));
  },
);

test('an access chained in between waits in the inbox of the copy under its own id', () => {
  const event = {
    eventId: 'evt_access',
    what: 'refused',
    at: '2026-11-22T12:00:00.000Z',
    actorId: id,
    actorRole: 'courier',
    aal: 2,
    method: 'GET',
    route: '/api/people',
    problem: 'forbidden',
    requestId: 'req_1',
    windowSeconds: 60,
  } as const;
  const records = chainOn(emptyChain, [{ subject: { type: 'access', id: null }, event }, told(1)]);
  expect(copiedInbox(records)).toEqual([{ _id: 'evt_access', at: event.at, subjectId: null, event }]);
});
