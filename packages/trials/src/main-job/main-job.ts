// The main job on real input: the 200 orders of the example file are imported, dispatched to six couriers and driven
// to their end, on two API processes, everybody at once. Returns what was seen; the journey judges it.

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveOrder } from '@cool/contract/live';
import type { Order } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import { openEventStream } from '../client/event-stream.ts';
import { signIn } from '../client/sign-in.ts';
import { openMailbox } from '../platform/mailbox.ts';
import { personasOf, readPersonas } from '../platform/personas.ts';
import type { Platform } from '../platform/start-platform.ts';
import { deliverAll, dispatch, inParallel, readOrder } from './drive-orders.ts';
import { couriersOnTheJob, straightWay } from './expectations.ts';
import { type ImportTrial, importOrders } from './import-orders.ts';

export type MainJob = {
  readonly imported: ImportTrial;
  readonly orders: readonly Order[];
  /** What the dispatcher's board was told, in the order it was told. */
  readonly live: readonly LiveOrder[];
  readonly courierIds: readonly string[];
};

const boardWithinMs = 30_000;

export async function doMainJob(platform: Platform): Promise<MainJob> {
  const personas = readPersonas(platform.data);
  const enter = async (role: 'dispatcher' | 'courier', count: number) =>
    await Promise.all(personasOf(personas, role, count).map((persona) => signIn(platform.port, persona)));
  const [[dispatcher], couriers] = await Promise.all([
    enter('dispatcher', 1),
    enter('courier', couriersOnTheJob),
  ]);
  if (dispatcher === undefined) throw new Error('nobody signed in as dispatcher');

  const board = await openEventStream(dispatcher.client, urls.live());
  try {
    const imported = await importOrders(dispatcher.client, `main-job-${randomUUID()}`);
    const ids = imported.placed.placed;
    const courierIds = couriers.map(({ session }) => session.user.id);
    const mailbox = openMailbox(platform.data);
    const runs = await dispatch(dispatcher, ids, courierIds);
    await Promise.all(
      couriers.map((courier) => deliverAll(courier, runs.get(courier.session.user.id) ?? [], mailbox)),
    );

    const orders: Order[] = [];
    await inParallel(ids, 8, async (id) => {
      orders.push(await readOrder(dispatcher.client, id));
    });
    const ours = new Set(ids);
    const told = () =>
      board.events
        .filter(({ event }) => event === 'order')
        .map(({ data }) => JSON.parse(data) as LiveOrder)
        .filter(({ row }) => ours.has(row.id));
    // The board is told after the acknowledgement; the wait ends early when all was told.
    const until = Date.now() + boardWithinMs;
    while (told().length < ids.length * straightWay.length && Date.now() < until) await sleep(200);
    return { imported, orders, live: told(), courierIds };
  } finally {
    board.close();
    for (const { client } of [dispatcher, ...couriers]) client.close();
  }
}
