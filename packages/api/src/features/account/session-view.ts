// A session as its owner sees it: when, how sure, on what; never anything that would open it.

import type { OwnSession } from '@cool/contract/identity';
import type { SessionGlance } from '#platform/session-store.ts';

export function ownSessionOf(session: SessionGlance, currentId: string): OwnSession {
  return {
    ref: session.ref,
    current: session.id === currentId,
    state: session.next === null ? 'active' : 'pending',
    aal: session.aal,
    agent: session.agent,
    startedAt: session.createdAt.toISOString(),
    seenAt: session.seenAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
  };
}
