// Everybody at work at once: the dispatcher confirms and assigns, six couriers drive. Each command names its version
// and carries an eventId of its own, so it may be sent again without being done twice.

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Order, OrderCommand } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import type { Client } from '../client/client.ts';
import { bodyOf, getJson, patiently, postJson } from '../client/json.ts';
import type { SignedIn } from '../client/sign-in.ts';
import { type Mailbox, pinIn } from '../platform/mailbox.ts';

export async function readOrder(client: Client, orderId: string): Promise<Order> {
  return bodyOf<Order>(await patiently(() => getJson(client, urls.order(orderId))));
}

/** Gives one command to the order as it was last seen; returns the order as it is then. */
export async function give(
  client: Client,
  order: Pick<Order, 'id' | 'version'>,
  command: OrderCommand,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Order> {
  const eventId = randomUUID();
  const answer = await patiently(() =>
    postJson(
      client,
      urls.command(order.id, command),
      { eventId, ...more },
      { 'if-match': `"${order.version}"` },
    ),
  );
  return bodyOf<Order>(answer);
}

/** Works through a list with `atOnce` hands. */
export async function inParallel<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const queue = [...items.entries()];
  const hand = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: atOnce }, hand));
}

/** Confirms each order and gives it to the couriers in turn; returns the orders of each courier. */
export async function dispatch(
  { client }: SignedIn,
  orderIds: readonly string[],
  courierIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Order[]>> {
  const runs = new Map<string, Order[]>(courierIds.map((id) => [id, []]));
  await inParallel(orderIds, 8, async (orderId, index) => {
    const courierId = courierIds[index % courierIds.length];
    if (courierId === undefined) throw new Error('there is no courier to assign to');
    const confirmed = await give(client, await readOrder(client, orderId), 'confirm');
    const assigned = await give(client, confirmed, 'assign', { courierId });
    runs.get(courierId)?.push(assigned);
  });
  return runs;
}

/** A courier's day: each parcel collected, driven, handed over against the PIN from the recipient's mail. */
export async function deliverAll(
  { client }: SignedIn,
  run: readonly Order[],
  mailbox: Mailbox,
): Promise<void> {
  await inParallel(run, 2, async (assigned) => {
    const collected = await give(client, assigned, 'collect');
    const underWay = await give(client, collected, 'depart');
    const arrived = await give(client, underWay, 'arrive');
    await give(client, arrived, 'deliver', { pin: await pinFor(arrived.id, mailbox) });
  });
}

const mailWithinMs = 30_000;

/** Mail is sent after the order is acknowledged, so it may still be on its way. */
export async function pinFor(orderId: string, mailbox: Mailbox): Promise<string> {
  const until = Date.now() + mailWithinMs;
  for (;;) {
    for (const mail of mailbox.read()) {
      const pin = mail.orderId === orderId ? pinIn(mail.text) : undefined;
      if (pin !== undefined) return pin;
    }
    if (Date.now() > until)
      throw new Error(`no mail with a PIN came for ${orderId} within ${mailWithinMs} ms`);
    await sleep(200);
  }
}
