// The proof of one delivery: which kind was given, keeping what it consists of before the event says that it is kept,
// and taking it away again when somebody else was faster.

import type { CommandBody, ProofKind, ProofRecord } from '@cool/contract/orders';
import { type EvidenceStore, evidenceOfPhoto, evidenceOfSignature } from '../proofs/index.ts';
import type { AnyCommandBody } from './command-order.ts';
import type { OrdersDeps } from './deps.ts';
import type { OrderDocument } from './order-document.ts';

type DeliverBody = CommandBody<'deliver'>;

/** The schema lets exactly one kind through. */
export function proofKindOf(body: AnyCommandBody): ProofKind {
  if ('photo' in body) return 'photo';
  return 'signature' in body ? 'signature' : 'pin';
}

/** Undefined when nothing has to be kept: a PIN proves itself. Resolves when the proof is in safe hands. */
export async function keepProof(
  { evidence, reEncode }: Pick<OrdersDeps, 'evidence' | 'reEncode'>,
  orderId: string,
  body: AnyCommandBody,
): Promise<ProofRecord | undefined> {
  const { signature, photo }: Partial<DeliverBody> = body;
  const taken =
    photo !== undefined
      ? await evidenceOfPhoto(photo, reEncode)
      : signature !== undefined
        ? evidenceOfSignature(signature)
        : undefined;
  if (taken === undefined) return undefined;
  await evidence.put({ orderId, digest: taken.digest }, taken.bytes);
  return { kind: proofKindOf(body), digest: taken.digest };
}

/** A proof kept for a delivery that was not made is nobody's to keep; one that the order names stays. */
export async function dropUnreferenced(
  evidence: EvidenceStore,
  orderId: string,
  proof: ProofRecord | undefined,
  order: Pick<OrderDocument, 'events'> | null,
): Promise<void> {
  const digest = proof?.digest;
  if (digest === undefined || order?.events.some((event) => event.proof?.digest === digest)) return;
  await evidence.remove({ orderId, digest });
}
