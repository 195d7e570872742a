// The demo's simulator: sets the opening scene after `ready`, then moves the simulated couriers' orders on, one
// step every few seconds, and gives them another when their runs grow short, through the same API as everybody. A
// process of its own, so that it can neither block nor crash the platform.

import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Courier } from '@cool/contract/identity';
import type { OrderRow } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import { dataFolder } from '../data-folder.ts';
import { type Actor, Declined, giveCommand, makeActor } from './actor.ts';
import { makeMailbox } from './mailbox.ts';
import { setOpeningScene, takeUpOneMore } from './opening-scene.ts';
import { type DemoOrders, readDemoOrders, writeDemoOrders } from './orders-file.ts';
import { type Persona, readPersonas } from './personas.ts';
import { courierStep, fewestOnTheRoad, isDueToMove } from './scenario.ts';

const stepMs = 4_000;
const idleMs = 20_000; // nothing on the road: look now and then whether the board assigned something

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '' },
    port: { type: 'string', default: '' },
    root: { type: 'string', default: '' },
  },
});
process.on('SIGTERM', () => process.exit(0));

const folder = dataFolder(values.data);
const port = Number(values.port);
const personas = readPersonas(folder.personas)?.personas ?? [];
const mailbox = makeMailbox(folder.mail);

const simulated = personas.filter((persona) => persona.role === 'courier' && !persona.shown);
const couriers = simulated.map((persona) => makeActor(persona, port));
const desk = makeActor(theOne('desk'), port);

const { couriers: known } = await desk.read<{ couriers: readonly Courier[] }>(urls.couriers());
const idOf = (persona: Persona) => known.find((courier) => courier.name === persona.name)?.id ?? '';
const scene = {
  desk,
  customer: makeActor(theOne('customer'), port),
  couriers,
  courierIds: simulated.map(idOf),
  personaCourierId: idOf(theOne('courier')),
  csvPath: join(values.root, 'docs/examples/orders-dublin.csv'),
  pinOf: mailbox.pinOf,
};
const save = (state: DemoOrders) => writeDemoOrders(folder.demoOrders, state);

let orders = readDemoOrders(folder.demoOrders);
if (!orders.isSet) orders = await setOpeningScene(scene, orders, save);

for (let turn = 0; ; turn += 1) {
  const runs = await Promise.all(couriers.map(ownRun));
  const onTheRoad = runs.flat().filter(({ id, state }) => courierStep(id, state) !== null).length;
  const more = onTheRoad < fewestOnTheRoad ? await takeUpOneMore(scene, orders, save) : null;
  orders = more ?? orders;
  let moved = false;
  for (const [index] of couriers.entries()) {
    const at = (turn + index) % couriers.length;
    const courier = couriers[at];
    moved = courier !== undefined && (await moveOneOrder(courier, runs[at] ?? []));
    if (moved) break;
  }
  await pause(moved || more !== null ? stepMs : idleMs);
}

/** The courier's open orders that are the demo's own: no other moves by itself. */
async function ownRun(courier: Actor): Promise<readonly OrderRow[]> {
  const { rows } = await courier.read<{ rows: readonly OrderRow[] }>(urls.run());
  return rows.filter(({ id }) => orders.imported.includes(id) || orders.ofCustomer.includes(id));
}

/** True when one of the courier's orders took a step. */
async function moveOneOrder(courier: Actor, rows: readonly OrderRow[]): Promise<boolean> {
  for (const row of rows) {
    const isTracked = row.id === orders.ofCustomer[0];
    if (isTracked && !isDueToMove(row, Date.now())) continue;
    const step = courierStep(row.id, row.state);
    if (step === null) continue;
    const pin = step.command === 'deliver' ? mailbox.pinOf(row.id) : undefined;
    if (pin === null) continue; // the mail with the PIN is still on its way
    const { command, ...more } = { ...step, ...(pin === undefined ? {} : { pin }) };
    try {
      await giveCommand(courier, row, command, more);
      return true;
    } catch (error) {
      if (!(error instanceof Declined)) throw error; // declined: somebody at the board was faster, which is as it should be
    }
  }
  return false;
}

function theOne(id: string): Persona {
  const found = personas.find((persona) => persona.id === id);
  if (found === undefined)
    throw new Error(`The demo has no persona ${id}; start with --fresh to make a new demo.`);
  return found;
}
