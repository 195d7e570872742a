// Placing an order. The eventId is the client's name for this one wish: sent twice it is one order with one link.

import type { PlacedOrder, PlaceOrder } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import { makeId } from '#platform/ids.ts';
import { Refusal } from '#platform/problem.ts';
import { bodyDigest } from './body-digest.ts';
import type { OrdersDeps } from './deps.ts';
import { newOrder } from './new-order.ts';
import type { Actor } from './order.ts';
import type { OrderDocument } from './order-document.ts';
import { viewTokenOf } from './order-secrets.ts';
import { orderOf } from './views.ts';

export async function placeOrder(
  deps: OrdersDeps,
  actor: Actor,
  given: PlaceOrder,
): Promise<{ readonly repeated: boolean; readonly placed: PlacedOrder }> {
  const digest = bodyDigest(deps.keys, { actorId: actor.id, orderId: null, command: 'place', body: given });
  const at = deps.clock();
  const order = newOrder(deps.keys, { id: makeId('ord', at), given, bodyDigest: digest, actor, at });
  const answer = (document: OrderDocument) => ({
    order: orderOf(document, actor.role),
    trackingPath: urls.tracking(viewTokenOf(deps.keys, document._id)),
  });
  if (await deps.orders.insert(order)) {
    deps.changed();
    return { repeated: false, placed: answer(order) };
  }
  const known = await deps.orders.byEventId(given.eventId);
  const event = known?.events.find((each) => each.eventId === given.eventId);
  if (known === null || event?.bodyDigest !== digest) throw new Refusal('event-id-reused');
  return { repeated: true, placed: answer(known) };
}
