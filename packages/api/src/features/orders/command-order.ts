// One command on one order: load, decide, save. The save repeats the decision's conditions in its filter, so of many
// at once exactly one wins and the others learn what the order has become.

import {
  type CommandBody,
  type OrderCommand,
  plainWindow,
  type TimeWindow,
  windowProblem,
} from '@cool/contract/orders';
import { sameSecret } from '#platform/digest.ts';
import { Refusal } from '#platform/problem.ts';
import { bodyDigest, type ChangeAsked, isDigestOf } from './body-digest.ts';
import { instructionsDigest } from './content-digest.ts';
import type { OrdersDeps } from './deps.ts';
import { mailAfter } from './mail-after.ts';
import { type Actor, decide } from './order.ts';
import { orderAfter } from './order-after.ts';
import type { OrderDocument, StoredEvent } from './order-document.ts';
import { pinOf } from './order-secrets.ts';
import { pinRule, scopeOf } from './orders-store.ts';
import { dropUnreferenced, keepProof, proofKindOf } from './prove-delivery.ts';

export type AnyCommandBody = CommandBody<OrderCommand>;

export interface CommandAsked {
  readonly orderId: string;
  readonly command: OrderCommand;
  readonly body: AnyCommandBody;
  /** From If-Match; undefined when the header is missing. */
  readonly expectedVersion: number | undefined;
}

export async function commandOrder(
  deps: OrdersDeps,
  actor: Actor,
  asked: CommandAsked,
): Promise<OrderDocument> {
  const { orderId, command, body } = asked;
  const scope = scopeOf(actor);
  const change: ChangeAsked = { actorId: actor.id, orderId, command, body };
  const order = await deps.orders.find(orderId, scope);
  if (order === null) return await answeredBefore(deps, asked, change);
  if (wasDone(deps, order, body.eventId, change)) {
    const kept = await deps.orders.findDurable(orderId, scope);
    const isKept = kept !== null && wasDone(deps, kept, body.eventId, change);
    return isKept ? kept : await commandOrder(deps, actor, asked); // lost with the server, so not done
  }
  if (asked.expectedVersion === undefined) {
    throw new Refusal('version-required', {
      detail: `Send If-Match with the ETag you read, for example If-Match: "${order.version}".`,
    });
  }

  const courier = 'courierId' in body ? await courierOf(deps, body.courierId) : undefined;
  const at = deps.clock();
  const window = windowIn(body, at);
  const decision = decide(
    order,
    {
      command,
      eventId: body.eventId,
      expectedVersion: asked.expectedVersion,
      ...(courier === undefined ? {} : { courier }),
      ...('reason' in body ? { reason: body.reason } : {}),
      ...(window === undefined ? {} : { window }),
      ...('instructions' in body ? { instructions: body.instructions } : {}),
      ...(command === 'deliver' ? { proof: proofKindOf(body) } : {}),
    },
    actor,
    at,
  );
  if (!decision.ok) throw new Refusal(decision.code, { detail: decision.detail });
  if ('pin' in body && body.pin !== undefined) await checkPin(deps, order, body.pin, at);
  const proof = await keepProof(deps, orderId, body);

  const event: StoredEvent = {
    ...decision.event,
    ...(proof === undefined ? {} : { proof }),
    ...('instructions' in body
      ? { contentDigest: instructionsDigest(deps.keys, order, body.instructions) }
      : {}),
    bodyDigest: bodyDigest(deps.keys, change),
    ...('note' in body && body.note !== undefined ? { note: body.note } : {}),
  };
  const mail = mailAfter(order, event);
  const saved = await deps.orders.apply({ order, command, event, changes: decision.changes, mail }, scope);
  if (saved !== null && saved !== 'event-id-taken') {
    deps.changed();
    return saved;
  }
  // Somebody was faster: perhaps this same request, sent twice at once.
  const now = await deps.orders.findDurable(orderId, scope);
  await dropUnreferenced(deps.evidence, orderId, proof, now);
  if (saved === 'event-id-taken') throw new Refusal('event-id-reused');
  if (now === null) return await answeredBefore(deps, asked, change);
  if (wasDone(deps, now, body.eventId, change)) return now;
  throw new Refusal('version-stale', {
    detail: `You read version ${order.version}; the order is at ${now.version}. Read it again and decide anew.`,
  });
}

/**
 * For whom the order is not there: what they were answered when they gave this very command, for it may have left their
 * sight since, or `not-found`. The digest names who gave it.
 */
async function answeredBefore(
  deps: OrdersDeps,
  { orderId, body }: CommandAsked,
  change: ChangeAsked,
): Promise<OrderDocument> {
  const order = await deps.orders.byEventId(body.eventId);
  const event = order?.events.find(({ eventId }) => eventId === body.eventId);
  const then =
    order?._id === orderId && isDigestOf(deps.keys, event?.bodyDigest, change)
      ? orderAfter(order, body.eventId)
      : null;
  if (then === null) throw new Refusal('not-found');
  const courier = then.courierId === null ? null : await deps.findCourier(then.courierId);
  return { ...then, courierName: courier?.name ?? null };
}

/** True when this very change was made before; a different change under the same eventId is refused. */
function wasDone(deps: OrdersDeps, order: OrderDocument, eventId: string, change: ChangeAsked): boolean {
  const event = order.events.find((each) => each.eventId === eventId);
  if (event === undefined) return false;
  if (!isDigestOf(deps.keys, event.bodyDigest, change)) throw new Refusal('event-id-reused');
  return true;
}

async function courierOf(deps: OrdersDeps, id: string) {
  const courier = await deps.findCourier(id);
  if (courier === null) throw new Refusal('courier-unknown');
  return courier;
}

async function checkPin(deps: OrdersDeps, order: OrderDocument, pin: string, at: Date): Promise<void> {
  const tries = await deps.orders.takePinTry(order._id, at);
  if (tries === null) throw new Refusal('pin-locked', { retryAfterSeconds: pinRule.lockMs / 1_000 });
  if (sameSecret(pin, pinOf(deps.keys, order))) return;
  const left = pinRule.tries - tries;
  const detail =
    left === 0 ? 'That was the last try for 15 minutes.' : `${left} ${left === 1 ? 'try' : 'tries'} left.`;
  throw new Refusal('pin-wrong', { detail }, left === 0 ? { lockSeconds: pinRule.lockMs / 1_000 } : {});
}

/** What is promised from now on, or a refusal when it cannot be kept from the start. */
function windowIn(body: AnyCommandBody, now: Date): TimeWindow | undefined {
  if (!('window' in body) || body.window === undefined) return undefined;
  const wrong = windowProblem(body.window, now);
  if (wrong !== null) throw new Refusal('body-invalid', { errors: [wrong] });
  return plainWindow(body.window);
}
