// Hands that lead orders through whole lives: placed, confirmed, assigned, driven, delivered against the PIN of the mail,
// or failed and tried again, or brought back, or cancelled. Every change names itself, is written into the journal
// before it is sent, and is sent until it is answered, whatever breaks meanwhile.

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Order, OrderCommand, PlacedOrder } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import type { Answer, Client } from '../client/client.ts';
import { patiently, postJson } from '../client/json.ts';
import { pinFor } from '../main-job/drive-orders.ts';
import type { Mailbox } from '../platform/mailbox.ts';
import type { Chance } from './chance.ts';
import type { Change, Journal } from './journal.ts';
import { parcelFor, recipientPrefix, type Writers } from './writers.ts';

export type Cast = {
  readonly dispatcher: Client;
  readonly couriers: readonly { readonly id: string; readonly client: Client }[];
};

export type LivesParts = {
  readonly cast: Cast;
  readonly journal: Journal;
  readonly mailbox: Mailbox;
  readonly chance: Chance;
  readonly onAcknowledged: (sentAt: number) => void;
  /** Where to send as this person just now; another process than usual while a clock is wrong. */
  readonly route: (client: Client) => Client;
};

const hands = 4;
const pauseMs = 60; // together below what one principal may send in a minute
const patienceMs = 60_000;

export function startLives({ cast, journal, mailbox, chance, onAcknowledged, route }: LivesParts): Writers {
  let stopping = false;
  let failure: Error | null = null;
  let number = 0;

  const change = async <Body>(
    by: Client,
    asked: Change,
    send: (to: Client) => Promise<Answer>,
  ): Promise<Body> => {
    journal.sent(asked);
    let sentAt = 0;
    const answer = await patiently(() => {
      sentAt = Date.now();
      return send(route(by));
    }, patienceMs);
    if (answer.status !== 200 && answer.status !== 201) {
      throw new Error(
        `${asked.command} of ${asked.recipient}: ${answer.status} ${answer.text.slice(0, 300)}`,
      );
    }
    onAcknowledged(sentAt);
    return JSON.parse(answer.text) as Body;
  };

  const oneLife = async (): Promise<void> => {
    number += 1;
    const recipient = `${recipientPrefix} ${number}`;
    const place: Change = { eventId: randomUUID(), recipient, command: 'place' };
    const { order: placed } = await change<PlacedOrder>(cast.dispatcher, place, (to) =>
      postJson(to, urls.orders(), { eventId: place.eventId, ...parcelFor(recipient) }),
    );
    journal.acknowledged(place, placed.id, placed.version);
    let order: Pick<Order, 'id' | 'version'> = placed;

    const give = async (by: Client, command: OrderCommand, more: object = {}): Promise<void> => {
      await sleep(pauseMs);
      const asked: Change = { eventId: randomUUID(), recipient, command };
      const ifMatch = `"${order.version}"`;
      const after = await change<Order>(by, asked, (to) =>
        postJson(
          to,
          urls.command(order.id, command),
          { eventId: asked.eventId, ...more },
          { 'if-match': ifMatch },
        ),
      );
      order = after;
      journal.acknowledged(asked, after.id, after.version);
    };

    const { dispatcher, couriers } = cast;
    if (chance.next() < 0.05) return await give(dispatcher, 'cancel');
    for (;;) {
      await give(dispatcher, 'confirm');
      const courier = couriers[Math.floor(chance.next() * couriers.length)];
      if (courier === undefined) throw new Error('the demo has no couriers');
      await give(dispatcher, 'assign', { courierId: courier.id });
      if (stopping) return;
      for (const command of ['collect', 'depart', 'arrive'] as const) await give(courier.client, command);
      if (chance.next() < 0.6) {
        return await give(courier.client, 'deliver', { pin: await pinFor(order.id, mailbox) });
      }
      await give(courier.client, 'fail', { reason: 'nobody_there' });
      if (chance.next() < 0.5) {
        await give(dispatcher, 'return');
        return await give(dispatcher, 'receive');
      }
      await give(dispatcher, 'reschedule');
    }
  };

  const hand = async (): Promise<void> => {
    while (!stopping) await oneLife();
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
