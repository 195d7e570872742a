// A few hands that write without pause: place an order, confirm it, give it to a courier. Every change names itself
// and is sent until it is answered, whatever is killed meanwhile.

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Order, OrderCommand, PlacedOrder } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import type { Answer, Client } from '../client/client.ts';
import { patiently, postJson } from '../client/json.ts';
import type { Change, Journal } from './journal.ts';

const hands = 4;
/** Together below what one principal may send in a minute, so that no refusal for haste blurs a recovery time. */
const pauseMs = 240;
const patienceMs = 60_000;

export const recipientPrefix = 'Fault trial';

export type Writers = {
  /** Resolves when every change sent has been answered; rejects with what went wrong first. */
  readonly stop: () => Promise<void>;
  /** What went wrong, if anything did: a writer that ended leaves nothing to kill under. */
  readonly failure: () => Error | null;
};

export function startWriters(
  client: Client,
  journal: Journal,
  courierIds: readonly string[],
  onAcknowledged: (sentAt: number) => void,
): Writers {
  let stopping = false;
  let failure: Error | null = null;
  let number = 0;

  const change = async <Body>(asked: Change, send: () => Promise<Answer>): Promise<Body> => {
    journal.sent(asked);
    let sentAt = 0;
    const answer = await patiently(() => {
      sentAt = Date.now();
      return send();
    }, patienceMs);
    if (answer.status !== 200 && answer.status !== 201) {
      throw new Error(
        `${asked.command} of ${asked.recipient}: ${answer.status} ${answer.text.slice(0, 300)}`,
      );
    }
    onAcknowledged(sentAt);
    return JSON.parse(answer.text) as Body;
  };

  const oneOrder = async (): Promise<void> => {
    number += 1;
    const recipient = `${recipientPrefix} ${number}`;
    const place: Change = { eventId: randomUUID(), recipient, command: 'place' };
    const { order: placed } = await change<PlacedOrder>(place, () =>
      postJson(client, urls.orders(), { eventId: place.eventId, ...parcelFor(recipient) }),
    );
    journal.acknowledged(place, placed.id, placed.version);
    let order: Order = placed;
    const courierId = courierIds[number % courierIds.length] ?? '';
    const steps: readonly (readonly [OrderCommand, object])[] = [
      ['confirm', {}],
      ['assign', { courierId }],
    ];
    for (const [command, more] of steps) {
      if (stopping) return;
      await sleep(pauseMs);
      const asked: Change = { eventId: randomUUID(), recipient, command };
      const ifMatch = `"${order.version}"`;
      order = await change<Order>(asked, () =>
        postJson(
          client,
          urls.command(order.id, command),
          { eventId: asked.eventId, ...more },
          { 'if-match': ifMatch },
        ),
      );
      journal.acknowledged(asked, order.id, order.version);
    }
  };

  const hand = async (): Promise<void> => {
    while (!stopping) {
      await oneOrder();
      await sleep(pauseMs);
    }
  };
  const working = Promise.all(
    Array.from({ length: hands }, () =>
      hand().catch((error: unknown) => {
        failure ??= error instanceof Error ? error : new Error(String(error));
        stopping = true;
      }),
    ),
  );
  return {
    failure: () => failure,
    stop: async () => {
      stopping = true;
      await working;
      if (failure !== null) throw failure;
    },
  };
}

export function parcelFor(recipient: string) {
  const place = (name: string, address: string, routingKey: string) => ({ name, address, routingKey });
  return {
    pickup: place('National Library of Ireland', 'Kildare Street', 'D02'),
    dropOff: place('Hugh Lane Gallery', 'Parnell Square North', 'D01'),
    recipient: { name: recipient, email: 'fault.trial@example.com' },
    parcel: { description: 'Trial parcel', weightGrams: 500 },
  };
}
