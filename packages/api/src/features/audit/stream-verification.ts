// One verification before the auditor's eyes: progress as it goes, then the verdict. One at a time in a process, because it
// reads everything; one whose reader went away stops at its next step.

import type { VerificationProgress, VerificationVerdict } from '@cool/contract/audit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Db } from 'mongodb';
import { Refusal } from '#platform/problem.ts';
import type { Streams } from '#platform/streams.ts';
import { auditStore } from './audit-store.ts';
import type { AuditProgress, AuditVerdict } from './audit-verdict.ts';
import { verifyAudit } from './verify-audit.ts';
import type { SealKeys } from './verify-fields.ts';

export interface VerificationParts {
  readonly db: Db;
  readonly keys: SealKeys;
  readonly streams: Streams;
}

class Abandoned extends Error {}

export function makeVerification({ db, keys, streams }: VerificationParts) {
  let running = false;

  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (running) {
      throw new Refusal('too-many-requests', {
        retryAfterSeconds: 5,
        detail: 'The trail is being verified for somebody else just now. One at a time.',
      });
    }
    running = true;
    try {
      const of = (await auditStore(db).head()).seq;
      const stream = streams.open(request, reply);
      const tell = (event: string, data: object) => stream.send({ event, data: JSON.stringify(data) });
      const onProgress = ({ stage, done }: AuditProgress) => {
        if (stream.closed) throw new Abandoned();
        tell('progress', { stage, done, of } satisfies VerificationProgress);
      };
      onProgress({ stage: 'chain', done: 0 });
      try {
        tell('verdict', verdictOf(await verifyAudit(db, { keys, onProgress })));
      } catch (error) {
        if (error instanceof Abandoned) return;
        request.log.error({ event: 'verification-broken', err: error });
        tell('failed', {});
      } finally {
        stream.close();
      }
    } finally {
      running = false;
    }
  };
}

function verdictOf(verdict: AuditVerdict): VerificationVerdict {
  if (!verdict.ok) {
    const { seq, orderId, personId, what } = verdict;
    return { ok: false, seq, orderId, personId, what };
  }
  const { records, orders, people, pending, head, checkpoint } = verdict;
  return { ok: true, records, orders, people, pending, head: head.hash, checkpoint };
}
