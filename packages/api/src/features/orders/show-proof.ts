// The kept proof of a delivery, for those who may see it. What does not fit the digest that the audit chain vouches for
// is never shown: it is said to be altered, and logged.

import { mayReadProof } from '@cool/contract/orders';
import type { FastifyBaseLogger } from 'fastify';
import { Refusal } from '#platform/problem.ts';
import { digestOfEvidence, type EvidenceStore } from '../proofs/index.ts';
import type { Member } from './order.ts';
import { type OrdersStore, scopeOf } from './orders-store.ts';
import { isRedacted } from './views.ts';

export interface ShownProof {
  readonly type: 'image/jpeg' | 'image/svg+xml';
  readonly bytes: Uint8Array;
}

export async function showProof(
  parts: { readonly orders: OrdersStore; readonly evidence: EvidenceStore; readonly log: FastifyBaseLogger },
  actor: Member,
  orderId: string,
): Promise<ShownProof> {
  const order = mayReadProof.includes(actor.role) ? await parts.orders.find(orderId, scopeOf(actor)) : null;
  const proof = order?.events.find((event) => event.proof?.digest !== undefined)?.proof;
  if (order === null || isRedacted(order) || proof?.digest === undefined) throw new Refusal('not-found');
  const bytes = await parts.evidence.get({ orderId, digest: proof.digest });
  if (bytes === null || digestOfEvidence(bytes) !== proof.digest) {
    parts.log.error({ event: 'proof-altered', orderId });
    throw new Refusal('proof-altered');
  }
  return { type: proof.kind === 'photo' ? 'image/jpeg' : 'image/svg+xml', bytes };
}
