// Placing an order. The eventId is the client's name for this one wish: sent twice it is one order with one link.

import { type PlacedOrder, type PlaceOrder, windowProblem } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import { makeId } from '#platform/ids.ts';
import { Refusal } from '#platform/problem.ts';
import { bodyDigest, isDigestOf } from './body-digest.ts';
import { makeContentKey } from './content-key.ts';
import type { OrdersDeps } from './deps.ts';
import { newOrder } from './new-order.ts';
import type { Member } from './order.ts';
import type { OrderDocument } from './order-document.ts';
import { viewTokenOf } from './order-secrets.ts';
import { orderOf } from './views.ts';

export async function placeOrder(
  deps: OrdersDeps,
  actor: Member,
  given: PlaceOrder,
): Promise<{ readonly repeated: boolean; readonly placed: PlacedOrder }> {
  const change = { actorId: actor.id, orderId: null, command: 'place', body: given };
  const at = deps.clock();
  const answer = (document: OrderDocument) => ({
    order: orderOf(document, actor.role),
    trackingPath: urls.tracking(viewTokenOf(deps.keys, document)),
  });
  const wrong = given.window === undefined ? null : windowProblem(given.window, at);
  if (wrong === null) {
    const order = newOrder(deps.keys, {
      id: makeId('ord', at),
      contentKey: makeContentKey(),
      given,
      bodyDigest: bodyDigest(deps.keys, change),
      actor,
      at,
    });
    if (await deps.orders.insert(order)) {
      deps.changed();
      return { repeated: false, placed: answer(order) };
    }
  }
  // What was placed before keeps its answer, also when its window has passed meanwhile.
  const known = await deps.orders.byEventId(given.eventId);
  if (known === null && wrong !== null) throw new Refusal('body-invalid', { errors: [wrong] });
  const event = known?.events.find((each) => each.eventId === given.eventId);
  if (known === null || !isDigestOf(deps.keys, event?.bodyDigest, change))
    throw new Refusal('event-id-reused');
  return { repeated: true, placed: answer(known) };
}
