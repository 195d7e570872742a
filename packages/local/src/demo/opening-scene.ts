// Sets the opening scene through the real API: places and imports the demo's orders, and brings each to its part; later
// it takes up one more order at a time. May be killed and begun again at any point: every step is named, and a step
// already done is not done twice.

import { readFileSync } from 'node:fs';
import type { ImportResult, Order } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import { type Actor, Declined, giveCommand, placeOrder } from './actor.ts';
import type { DemoOrders } from './orders-file.ts';
import { commandTowards, customerParts, type Part, parts } from './scenario.ts';

export type Scene = {
  readonly desk: Actor;
  readonly customer: Actor;
  readonly couriers: readonly Actor[];
  readonly courierIds: readonly string[];
  readonly personaCourierId: string;
  readonly csvPath: string;
  readonly pinOf: (orderId: string) => string | null;
};

export async function setOpeningScene(
  scene: Scene,
  orders: DemoOrders,
  save: (orders: DemoOrders) => void,
): Promise<DemoOrders> {
  const placed = await placeForCustomer(scene, orders);
  save(placed);
  const rows = rowsOf(scene).slice(0, parts.length);
  const imported = { ...placed, imported: await importRows(scene, placed.importId, rows) };
  save(imported);
  // The customer's first: the tracking page of the start message is about one of them.
  await bringToParts(scene, imported.ofCustomer, customerParts);
  await bringToParts(scene, imported.imported, parts);
  const set = { ...imported, isSet: true };
  save(set);
  return set;
}

async function placeForCustomer(scene: Scene, orders: DemoOrders): Promise<DemoOrders> {
  const ids: string[] = [];
  let trackingPath: string | null = null;
  for (const [index, { order }] of customerParts.entries()) {
    const answer = await placeOrder(scene.customer, { ...order, eventId: `${orders.importId}_c${index}` });
    ids.push(answer.order.id);
    trackingPath ??= answer.trackingPath;
  }
  return { ...orders, ofCustomer: ids, trackingPath };
}

/**
 * The next row of the example file is placed, confirmed and given to a simulated courier; null when the file is used up.
 * How many rows were taken is how many were imported, so a killed demo goes on where it was.
 */
export async function takeUpOneMore(
  scene: Scene,
  orders: DemoOrders,
  save: (orders: DemoOrders) => void,
): Promise<DemoOrders | null> {
  const taken = orders.imported.length;
  const row = rowsOf(scene)[taken];
  if (row === undefined) return null;
  const placed = await importRows(scene, `${orders.importId}_${taken}`, [row]);
  const more = { ...orders, imported: [...orders.imported, ...placed] };
  save(more);
  try {
    const courier = taken % scene.couriers.length;
    for (const id of placed) await bringTo(scene, id, { state: 'assigned', courier });
  } catch (error) {
    if (!(error instanceof Declined)) throw error; // somebody at the board was faster: the order is theirs
  }
  return more;
}

function rowsOf({ csvPath }: Scene): readonly string[] {
  return csvLines(csvPath).slice(1);
}

function csvLines(path: string): readonly string[] {
  return readFileSync(path, 'utf8').trim().split('\n');
}

/** The ids of the placed orders, in the order of the rows. */
async function importRows(
  scene: Scene,
  importId: string,
  rows: readonly string[],
): Promise<ImportResult['placed']> {
  const [head = ''] = csvLines(scene.csvPath);
  const { placed } = await scene.desk.send<ImportResult>(urls.importOrders(), {
    importId,
    dryRun: false,
    csv: `${[head, ...rows].join('\n')}\n`,
  });
  return placed;
}

async function bringToParts(scene: Scene, ids: readonly string[], wanted: readonly Part[]): Promise<void> {
  for (const [index, id] of ids.entries()) {
    const part = wanted[index];
    if (part !== undefined) await bringTo(scene, id, part);
  }
}

async function bringTo(scene: Scene, id: string, part: Part): Promise<void> {
  let order = await scene.desk.read<Order>(urls.order(id));
  const courierId =
    part.courier === 'persona' ? scene.personaCourierId : scene.courierIds[part.courier ?? -1];
  const courier = typeof part.courier === 'number' ? scene.couriers[part.courier] : undefined;
  for (let command = commandTowards(part.state, order.state); command !== null; ) {
    // A person at the board may have taken the order up meanwhile: then it is theirs.
    if (order.courierId !== null && order.courierId !== courierId) return;
    if (command === 'confirm') order = await giveCommand(scene.desk, order, command);
    else if (command === 'assign') order = await giveCommand(scene.desk, order, command, { courierId });
    else if (courier === undefined) return;
    else if (command === 'deliver') {
      const pin = scene.pinOf(id);
      if (pin === null) return; // its mail is still on the way; the courier delivers later
      order = await giveCommand(courier, order, command, { pin });
    } else order = await giveCommand(courier, order, command);
    command = commandTowards(part.state, order.state);
  }
}
