// From an act that changed nothing to one entry of the inbox. Bounded: one entry per principal, act, thing and window; a
// process remembers what it has just told and does not ask the database again.

import type { AccessAct, AccessEvent } from '@cool/contract/audit';
import type { AccessNote, AccessTrail } from '#platform/access-trail.ts';
import type { Clock } from '#platform/clock.ts';
import { sha256Hex } from '#platform/digest.ts';
import type { InboxStore } from './inbox-store.ts';

/**
 * Repetitions within so many seconds are one record; 0 tells each time. A refused sign-in costs the same with and without
 * an account, so it must not become cheaper when it is repeated.
 */
export const windowSeconds: Readonly<Record<AccessAct, number>> = {
  refused: 60,
  'sign-in-refused': 0,
  'pin-refused': 0,
  read: 900,
  exported: 0,
  invited: 0,
  'invitation-withdrawn': 0,
};

const mostRemembered = 5_000;

export function accessTrail(inbox: InboxStore, clock: Clock): AccessTrail {
  const told = new Set<string>();
  return {
    async note(note) {
      const event = accessEventOf(note, clock());
      if (told.has(event.eventId)) return;
      await inbox.put(note.subjectId, event);
      told.add(event.eventId);
      const [oldest] = told;
      if (told.size > mostRemembered && oldest !== undefined) told.delete(oldest);
    },
  };
}

/** The same note within one window has the same eventId, in every process. */
export function accessEventOf(note: AccessNote, at: Date): AccessEvent {
  const { what, subjectId, actor, method, route, problem, requestId, ...more } = note;
  const seconds = windowSeconds[what];
  const window = seconds === 0 ? requestId : String(Math.floor(at.getTime() / 1_000 / seconds));
  const name = JSON.stringify([what, actor.actorId, method, route, problem, subjectId, window]);
  return {
    eventId: `evt_${sha256Hex(name).slice(0, 40)}`,
    what,
    at: at.toISOString(),
    ...actor,
    method,
    route,
    ...(problem === null ? {} : { problem }),
    ...more,
    requestId,
    windowSeconds: seconds,
  };
}
