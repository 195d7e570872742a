// Compares what an order's document says of itself with its history, which was compared with the chain before. Pure.
// What no history can tell (the courier's name, notes, tries at the PIN) is not judged, and the command says so.

import { endStates } from '@cool/contract/orders';
import type { Keys } from '#platform/keys.ts';
import { contentDigest, type OrderDocument, viewTokenHash, viewTokenOf } from '../orders/index.ts';

export type SealKeys = Pick<Keys, 'bodyDigestKey' | 'viewLinkKey'>;

/** One sentence's rest about the first field that is not what it must be; undefined when all are. */
export function wrongField(order: OrderDocument): string | undefined {
  const told = toldByHistory(order);
  for (const [field, says] of Object.entries(told)) {
    const stands: unknown = order[field as keyof typeof told];
    if (stands !== says) return `its ${field} is ${String(stands)}, its history says ${String(says)}.`;
  }
  if ((order.courierId === null) !== (order.courierName === null)) {
    return `its courierName is ${order.courierName === null ? 'missing' : 'set'}, its courierId is ${String(order.courierId)}.`;
  }
  return undefined;
}

/** `unsealed`: placed before events carried a digest of the content. */
export function judgeContent(
  order: OrderDocument,
  keys: SealKeys,
): 'right' | 'unsealed' | { readonly wrong: string } {
  if (order.viewTokenHash !== viewTokenHash(viewTokenOf(keys, order._id))) {
    return { wrong: 'its viewTokenHash is not that of its own view link.' };
  }
  const sealed = order.events[0]?.contentDigest;
  if (sealed === undefined) return 'unsealed';
  if (sealed === contentDigest(keys, order._id, order)) return 'right';
  return { wrong: 'its pickup, dropOff, recipient or parcel is not what was placed.' };
}

function toldByHistory({ events, state }: OrderDocument) {
  const first = events[0];
  const last = events.at(-1);
  const ended = endStates.includes(state);
  // A rescheduled order is on nobody's run.
  const change = events.findLast(
    ({ command, courierId }) => command === 'reschedule' || courierId !== undefined,
  );
  const courierId = change?.command === 'reschedule' ? undefined : change?.courierId;
  return {
    open: !ended,
    customerId: first?.actorId,
    proofPolicy: first?.proofPolicy,
    courierId: courierId ?? null,
    assignedAt: courierId === undefined ? null : change?.at,
    placedAt: first?.at,
    updatedAt: last?.at,
    endedAt: ended ? last?.at : null,
  };
}
