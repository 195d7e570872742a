// The verdict that the audit page shows. It is the check of `audit:verify`, in a process that stands already: a command for
// each of a dozen acts would spend most of its time on starting.

import { setTimeout as sleep } from 'node:timers/promises';
import type { VerificationVerdict } from '@cool/contract/audit';
import { urls } from '@cool/contract/urls';
import type { Client } from '../client/client.ts';
import { openEventStream } from '../client/event-stream.ts';

const verdictWithinMs = 90_000;

/** `auditor` is somebody who may verify. */
export async function pageVerdict(auditor: Client): Promise<VerificationVerdict> {
  const stream = await openEventStream(auditor, urls.auditVerification());
  try {
    const until = Date.now() + verdictWithinMs;
    while (Date.now() < until) {
      const last = stream.events.find(({ event }) => event !== 'progress');
      if (last?.event === 'verdict') return JSON.parse(last.data) as VerificationVerdict;
      if (last !== undefined) throw new Error(`the verification ended with ${last.event}: ${last.data}`);
      await sleep(20);
    }
    throw new Error(`no verdict in ${verdictWithinMs} ms, ${stream.events.length} events`);
  } finally {
    stream.close();
  }
}
