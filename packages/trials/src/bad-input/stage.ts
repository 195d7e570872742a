// Sets the scene: one order in each state from which a command leads on, so that a bad body which is only stripped
// of its badness would really do something; and for each route a client that may use it.

import type { Order, OrderCommand, PlacedOrder } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import { type Client, openClient } from '../client/client.ts';
import { bodyOf, patiently, postJson } from '../client/json.ts';
import { type SignedIn, signIn } from '../client/sign-in.ts';
import { give, pinFor } from '../main-job/drive-orders.ts';
import { openMailbox } from '../platform/mailbox.ts';
import { type Persona, personasOf } from '../platform/personas.ts';
import { rightOrder } from './right-values.ts';

/** The commands that lead to the state in which the command named first is right. `instruct` is given by a link only. */
const wayTo: Readonly<Record<Exclude<OrderCommand, 'instruct'>, readonly OrderCommand[]>> = {
  confirm: [],
  cancel: [],
  revoke: [],
  assign: ['confirm'],
  collect: ['confirm', 'assign'],
  depart: ['confirm', 'assign', 'collect'],
  arrive: ['confirm', 'assign', 'collect', 'depart'],
  deliver: ['confirm', 'assign', 'collect', 'depart', 'arrive'],
  fail: ['confirm', 'assign', 'collect'],
  reschedule: ['confirm', 'assign', 'collect', 'fail'],
  return: ['confirm', 'assign', 'collect', 'fail'],
  receive: ['confirm', 'assign', 'collect', 'fail', 'return'],
};

const courierCommands: ReadonlySet<OrderCommand> = new Set([
  'collect',
  'depart',
  'arrive',
  'deliver',
  'fail',
]);

export type Stage = {
  readonly dispatcher: SignedIn;
  readonly courier: SignedIn;
  readonly auditor: SignedIn;
  /** Knows the password and no more. */
  readonly half: Client;
  readonly nobody: Client;
  /** Per command: an order it may be given to. */
  readonly orders: ReadonlyMap<OrderCommand, Order>;
  /** The PIN of the order that waits to be delivered. */
  readonly pin: string;
  /** The view link's token of one order. */
  readonly viewToken: string;
};

export async function setStage(port: number, personas: readonly Persona[], data: string): Promise<Stage> {
  const one = (role: Persona['role']) => {
    const [persona] = personasOf(personas, role);
    if (persona === undefined) throw new Error(`the demo has no ${role}`);
    return persona;
  };
  const [dispatcher, courier, auditor] = await Promise.all([
    signIn(port, one('dispatcher'), { from: 2 }),
    signIn(port, one('courier'), { from: 3 }),
    signIn(port, one('auditor'), { from: 4 }),
  ]);
  const half = openClient(port, { from: 5 });
  const { email, password } = one('admin');
  bodyOf(await patiently(() => postJson(half, urls.signIn(), { email, password })));

  let viewToken = '';
  const orders = new Map<OrderCommand, Order>();
  for (const [command, way] of Object.entries(wayTo) as [OrderCommand, readonly OrderCommand[]][]) {
    const placed = bodyOf<PlacedOrder>(
      await patiently(() => postJson(dispatcher.client, urls.orders(), rightOrder())),
      201,
    );
    viewToken = placed.trackingPath.replace('/t/#', '');
    let order = placed.order;
    for (const step of way) {
      const by = courierCommands.has(step) ? courier : dispatcher;
      order = await give(by.client, order, step, {
        ...(step === 'assign' ? { courierId: courier.session.user.id } : {}),
        ...(step === 'fail' ? { reason: 'nobody_there' } : {}),
      });
    }
    orders.set(command, order);
  }
  const waiting = orders.get('deliver');
  if (waiting === undefined) throw new Error('no order waits to be delivered');
  return {
    dispatcher,
    courier,
    auditor,
    half,
    nobody: openClient(port, { from: 6 }),
    orders,
    pin: await pinFor(waiting.id, openMailbox(data)),
    viewToken,
  };
}
