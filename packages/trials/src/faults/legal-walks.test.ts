import type { Order } from '@cool/contract/orders';
import { describe, expect, it } from 'vitest';
import { illegalSteps } from './legal-walks.ts';

type Event = Order['events'][number];

const event = (command: Event['command'], from: Event['from'], to: Event['to']): Event => ({
  eventId: `${command}-00000000000000`,
  command,
  from,
  to,
  at: '2026-11-22T12:00:00.000Z',
  actorId: 'usr_00000000000000000000000000',
  actorRole: 'dispatcher',
});
const placed = event('place', null, 'placed');
const confirmed = event('confirm', 'placed', 'confirmed');

describe('a history', () => {
  it('that follows the business is legal', () => {
    expect(illegalSteps({ id: 'a', state: 'confirmed', events: [placed, confirmed] })).toEqual([]);
  });

  it.each([
    [
      'a step left out',
      { state: 'collected', events: [placed, event('collect', 'placed', 'collected')] },
      'made',
    ],
    ['a step told twice', { state: 'confirmed', events: [placed, confirmed, confirmed] }, 'came from placed'],
    ['another state than the last', { state: 'delivered', events: [placed, confirmed] }, 'ends in confirmed'],
    ['no beginning', { state: 'confirmed', events: [confirmed] }, 'was null'],
  ] as const)('with %s is not', (_, wrong, sentence) => {
    expect(illegalSteps({ id: 'a', ...wrong, events: [...wrong.events] }).join()).toContain(sentence);
  });
});
