// Compares what an order's document says of itself with its history, which was compared with the chain before. Pure.
// What no history can tell (the courier's name, notes, tries at the PIN) is not judged, and the command says so.

import { endStates } from '@cool/contract/orders';
import { canonicalJson } from '#platform/canonical-json.ts';
import { type Generation, generationsOf, type Keys } from '#platform/keys.ts';
import {
  contentDigest,
  instructionsDigest,
  isRedacted,
  linkKeyIsKept,
  type OrderDocument,
  viewTokenHash,
  viewTokenOf,
} from '../orders/index.ts';

export type SealKeys = Keys;

/** One sentence's rest about the first field that is not what it must be; undefined when all are. */
export function wrongField(order: OrderDocument): string | undefined {
  const told = toldByHistory(order);
  for (const [field, says] of Object.entries(told)) {
    const stands: unknown = order[field as keyof typeof told];
    if (!same(stands, says)) return `its ${field} is ${shown(stands)}, its history says ${shown(says)}.`;
  }
  if ((order.courierId === null) !== (order.courierName === null)) {
    return `its courierName is ${order.courierName === null ? 'missing' : 'set'}, its courierId is ${String(order.courierId)}.`;
  }
  return undefined;
}

/** `unsealed`: placed before events carried a digest of the content, or redacted since (`wrongRedaction`). */
export function judgeContent(
  order: OrderDocument,
  keys: SealKeys,
): 'right' | 'unsealed' | { readonly wrong: string } {
  // Under a key that was taken out a link opens nothing, whatever stands here.
  if (linkKeyIsKept(keys, order) && order.viewTokenHash !== viewTokenHash(viewTokenOf(keys, order))) {
    return { wrong: 'its viewTokenHash is not that of its own view link.' };
  }
  if (isRedacted(order)) return 'unsealed';
  const asked = order.events.findLast(({ command }) => command === 'instruct')?.contentDigest;
  const { instructions } = order;
  const ring = generationsOf<Generation>(keys);
  const fits =
    instructions === undefined
      ? asked === undefined
      : ring.some((each) => instructionsDigest(each, order, instructions) === asked);
  if (!fits) return { wrong: 'its instructions are not what the recipient asked for.' };
  const sealed = order.events[0]?.contentDigest;
  if (sealed === undefined) return 'unsealed';
  if (ring.some((each) => contentDigest(each, order, order) === sealed)) return 'right';
  return { wrong: 'its pickup, dropOff, recipient or parcel is not what was placed.' };
}

/** Absent and null say the same; a window is compared by what it says. */
function same(a: unknown, b: unknown): boolean {
  return canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function toldByHistory({ events, state, stateSince }: OrderDocument) {
  const first = events[0];
  const last = events.at(-1);
  const ended = endStates.includes(state);
  // A rescheduled order is on nobody's run.
  const change = events.findLast(
    ({ command, courierId }) => command === 'reschedule' || courierId !== undefined,
  );
  const promised = events.findLast(({ command }) => command === 'place' || command === 'reschedule');
  const entered = events.findLast(({ from, to }) => from !== to);
  const courierId = change?.command === 'reschedule' ? undefined : change?.courierId;
  return {
    open: !ended,
    customerId: first?.actorId,
    proofPolicy: first?.proofPolicy,
    window: promised?.window,
    ...(stateSince === undefined ? {} : { stateSince: entered?.at }), // older orders do not keep it
    courierId: courierId ?? null,
    assignedAt: courierId === undefined ? null : change?.at,
    placedAt: first?.at,
    updatedAt: last?.at,
    endedAt: ended ? last?.at : null,
  };
}
