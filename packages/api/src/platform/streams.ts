// Every open stream of this process: how many one session and one address may hold, the heartbeat, the oldest age, and
// the end, which comes with draining, with signing out, and at the next heartbeat when the session was ended elsewhere.
// When the sessions cannot be asked, session-bound streams end: who cannot be confirmed sees nothing more.

import { limits } from '@cool/contract/edge';
import { streamTimes } from '@cool/contract/live';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { clientAddress } from './client-address.ts';
import type { Clock } from './clock.ts';
import type { Drain } from './drain.ts';
import { type EventStream, openEventStream } from './event-stream.ts';
import { type Periodic, startPeriodic } from './periodic.ts';
import { Refusal } from './problem.ts';
import type { SessionStore } from './session-store.ts';

export interface Streams {
  /** Opens a stream for this request, or refuses with `too-many-streams` or `draining`. */
  open(request: FastifyRequest, reply: FastifyReply): EventStream;
  /** How many are open in this process. */
  openCount(): number;
  stop(): Promise<void>;
}

interface Held {
  readonly stream: EventStream;
  readonly sessionId: string | null;
  readonly address: string;
  readonly openedAtMs: number;
}

export interface StreamsParts {
  readonly sessions: SessionStore;
  readonly drain: Drain;
  readonly clock: Clock;
  readonly log: Logger;
  readonly heartbeatMs?: number;
}

export function makeStreams({
  sessions,
  drain,
  clock,
  log,
  heartbeatMs = streamTimes.heartbeatMs,
}: StreamsParts): Streams {
  const held = new Set<Held>();
  const count = (which: (each: Held) => boolean) => [...held].filter(which).length;
  const closeWhere = (which: (each: Held) => boolean) => {
    for (const each of [...held]) if (which(each)) each.stream.close();
  };

  sessions.onEnded((id) => closeWhere((each) => each.sessionId === id));
  drain.onNoticed(() => closeWhere(() => true));

  const heart: Periodic = startPeriodic(
    'heartbeat',
    heartbeatMs,
    async () => {
      const now = clock().getTime();
      closeWhere((each) => now - each.openedAtMs > streamTimes.maxAgeMs);
      const ids = new Set([...held].flatMap(({ sessionId }) => (sessionId === null ? [] : [sessionId])));
      if (ids.size > 0) {
        const living = await livingOrNone(sessions, [...ids], log);
        closeWhere(({ sessionId }) => sessionId !== null && ids.has(sessionId) && !living.has(sessionId));
      }
      for (const { stream } of held) stream.comment();
    },
    log,
  );

  return {
    open(request, reply) {
      if (drain.draining) throw new Refusal('draining', { retryAfterSeconds: 1 });
      const sessionId = request.session?.id ?? null;
      const address = clientAddress(request);
      const full =
        count((each) => each.address === address) >= limits.streamsPerAddress ||
        (sessionId !== null && count((each) => each.sessionId === sessionId) >= limits.streamsPerSession);
      if (full) {
        throw new Refusal('too-many-streams', {
          retryAfterSeconds: 5,
          detail: `Allowed are ${limits.streamsPerSession} per session and ${limits.streamsPerAddress} per address. Close another page.`,
        });
      }
      const entry: Held = {
        stream: openEventStream(reply),
        sessionId,
        address,
        openedAtMs: clock().getTime(),
      };
      held.add(entry);
      entry.stream.onClosed(() => held.delete(entry));
      return entry.stream;
    },
    openCount: () => held.size,
    stop: () => heart.stop(),
  };
}

async function livingOrNone(
  sessions: SessionStore,
  ids: readonly string[],
  log: Logger,
): Promise<ReadonlySet<string>> {
  try {
    return await sessions.living(ids);
  } catch (error) {
    log.error({ event: 'sessions-unconfirmed', streams: ids.length, err: error });
    return new Set();
  }
}
