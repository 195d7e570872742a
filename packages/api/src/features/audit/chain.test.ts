import type { AuditRecord } from '@cool/contract/audit';
import { expect, test } from 'vitest';
import type { AuditDocument } from './audit-store.ts';
import { type ChainEntry, chainOn, emptyChain } from './chain.ts';
import { judgeRecord, verifyChain } from './verify-chain.ts';

const orderId = 'ord_00000000000000000000000000';
const entry = (version: number) => ({
  subject: { type: 'order' as const, id: orderId, version },
  event: {
    eventId: `evt_00000000000${String(version).padStart(5, '0')}`,
    command: version === 1 ? ('place' as const) : ('confirm' as const),
    from: version === 1 ? null : ('placed' as const),
    to: version === 1 ? ('placed' as const) : ('confirmed' as const),
    at: '2026-11-22T12:00:00.000Z',
    actorId: 'usr_00000000000000000000000000',
    actorRole: 'dispatcher',
  },
});
const records = chainOn(emptyChain, [1, 2, 3, 4].map(entry));

async function* stored(list: readonly AuditRecord[]): AsyncGenerator<AuditDocument> {
  for (const record of list) yield { _id: record.eventId, ...record };
}
const judge = (list: readonly AuditRecord[]) => verifyChain(stored(list), () => undefined);

test('records follow each other from the origin, and the chain is sound', async () => {
  expect(records.map((record) => record.seq)).toEqual([1, 2, 3, 4]);
  expect(records[0]?.prev).toBe('0'.repeat(64));
  expect(records[2]?.prev).toBe(records[1]?.hash);
  const chain = await judge(records);
  expect(chain).toMatchObject({ ok: true, head: { seq: 4, hash: records[3]?.hash } });
});

test('a chain carried on from its head is the chain made at once', () => {
  const [first, second] = chainOn(emptyChain, [entry(1), entry(2)]);
  if (first === undefined || second === undefined) throw new Error('Two records were expected.');
  expect(chainOn({ seq: 2, hash: second.hash }, [entry(3), entry(4)])).toEqual(records.slice(2));
});

test('anyone can compute the hash: this one was made with another language’s JSON and SHA-256', () => {
  expect(records[0]?.hash).toBe('464b8aac5f342e6aa50bcaf57a69d33f1a81469b3b0157a75e26948fa287833b');
});

test.each<[string, (list: AuditRecord[]) => void, number, string]>([
  [
    'a changed value',
    (list) => list.splice(1, 1, { ...at(list, 1), at: '2026-11-22T12:00:00.001Z' }),
    2,
    'was changed',
  ],
  ['a changed hash', (list) => list.splice(1, 1, { ...at(list, 1), hash: 'f'.repeat(64) }), 2, 'was changed'],
  [
    'an added field',
    (list) => list.splice(1, 1, { ...at(list, 1), more: 1 } as unknown as AuditRecord),
    2,
    'was changed',
  ],
  ['a removed record', (list) => list.splice(1, 1), 2, 'Record 2 is missing'],
  ['a missing beginning', (list) => list.splice(0, 1), 1, 'Record 1 is missing'],
  ['two records swapped', (list) => list.splice(1, 2, at(list, 2), at(list, 1)), 2, 'Record 2 is missing'],
  ['a record told twice', (list) => list.splice(2, 0, at(list, 1)), 3, 'Record 3 is missing'],
  [
    'a record rewritten with a right hash',
    (list) =>
      list.splice(
        1,
        1,
        ...chainOn({ seq: 1, hash: at(list, 0).hash }, [
          { ...entry(2), event: { ...entry(2).event, actorRole: 'admin' } },
        ]),
      ),
    3,
    'does not follow record 2',
  ],
  [
    'a version told a second time under a right hash',
    (list) =>
      list.push(
        ...chainOn({ seq: 4, hash: at(list, 3).hash }, [
          { ...entry(2), event: { ...entry(2).event, eventId: 'evt_another_0000001' } },
        ]),
      ),
    5,
    'a second time',
  ],
])('%s is found and named by number', async (_fault, damage, seq, what) => {
  const list = [...records];
  damage(list);
  expect(await judge(list)).toMatchObject({ ok: false, seq, what: expect.stringContaining(what) });
});

test('a record stored under another id, or not of the agreed form, is no record', () => {
  const first = at(records, 0);
  expect(judgeRecord(emptyChain, 'evt_other', first)?.what).toContain("another event's id");
  const [odd] = chainOn(emptyChain, [{ ...entry(1), event: { ...entry(1).event, note: 'x' } } as ChainEntry]);
  if (odd === undefined) throw new Error('One record was expected.');
  expect(judgeRecord(emptyChain, odd.eventId, odd)?.what).toContain('is not an audit record: /event/note');
});

function at(list: readonly AuditRecord[], i: number): AuditRecord {
  const record = list[i];
  if (record === undefined) throw new Error(`No record ${i}.`);
  return record;
}
