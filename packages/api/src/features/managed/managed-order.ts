// One order through its manage link: who holds the link sees and asks for what the lifecycle allows a recipient, no more.
// A link that is malformed, forged, ended, revoked, or whose order is done gets one and the same answer.

import { commandsIn } from '@cool/contract/orders';
import { type ManageView, manageCommands } from '@cool/contract/tracking';
import type { Clock } from '#platform/clock.ts';
import type { Keys } from '#platform/keys.ts';
import { Refusal } from '#platform/problem.ts';
import {
  linkSeries,
  type ManageLink,
  type OrderDocument,
  type OrdersStore,
  readManageToken,
} from '../orders/index.ts';
import { areaOf, expectationOf, sentences } from '../tracking/index.ts';

export interface Managed {
  readonly link: ManageLink;
  readonly order: OrderDocument;
}

export interface ManagedParts {
  readonly orders: OrdersStore;
  readonly keys: Keys;
  readonly clock: Clock;
}

export async function managedOrder({ orders, keys, clock }: ManagedParts, token: string): Promise<Managed> {
  const link = readManageToken(keys, token, clock());
  const order = link === null ? null : await orders.find(link.orderId, {});
  if (link === null || order === null || !order.open || linkSeries(order) !== link.series) {
    throw new Refusal('link-invalid');
  }
  return { link, order };
}

export async function manageViewOf(parts: ManagedParts, { link, order }: Managed): Promise<ManageView> {
  const run = order.courierId === null ? [] : await parts.orders.run(order.courierId);
  const { expectedAt } = expectationOf(order, run, parts.clock());
  return {
    version: order.version,
    state: order.state,
    sentence: sentences[order.state],
    area: areaOf(order.dropOff.routingKey),
    window: order.window ?? null,
    expectedAt,
    instructions: order.instructions ?? null,
    commands: commandsIn(order.state).flatMap((command) =>
      manageCommands.flatMap((allowed) => (allowed === command ? [allowed] : [])),
    ),
    linkEndsAt: link.endsAt.toISOString(),
  };
}
