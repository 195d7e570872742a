import { describe, expect, it } from 'vitest';
import { chainBreaches } from './chain-complete.ts';

const acknowledged = [
  { kind: 'acknowledged', eventId: 'b', orderId: 'o', version: 2, recipient: 'x', command: 'confirm' },
] as const;
const whole = {
  records: [
    { seq: 1, eventId: 'a' },
    { seq: 2, eventId: 'b' },
  ],
  orders: [{ id: 'o', eventIds: ['a', 'b'] }],
};

describe('a chain', () => {
  it('that tells each event once is complete', () => {
    expect(chainBreaches(whole, acknowledged)).toEqual([]);
  });

  it.each([
    ['an event left out', { ...whole, records: [{ seq: 1, eventId: 'a' }] }, 'b stands 0 times'],
    [
      'an event told twice',
      { ...whole, records: [...whole.records, { seq: 3, eventId: 'b' }] },
      'b stands 2 times',
    ],
    ['a gap', { ...whole, records: [whole.records[0], { seq: 3, eventId: 'b' }] }, 'gap before record 3'],
    [
      'an order gone with its events',
      { records: [], orders: [] },
      'was acknowledged and is not in the chain',
    ],
  ])('with %s is not', (_, facts, sentence) => {
    const records = facts.records.filter((each) => each !== undefined);
    expect(chainBreaches({ ...facts, records }, acknowledged).join()).toContain(sentence);
  });
});
