// What whoever signed in is answered, and who somebody is, as their own pages may know it.

import type { SessionEnds, Session as SessionView } from '@cool/contract/identity';
import type { FastifyReply } from 'fastify';
import type { Clock } from '#platform/clock.ts';
import { setSessionCookie } from '#platform/session.ts';
import { lifetimeOf, type Session } from '#platform/session-store.ts';
import type { SignedIn } from './sign-in.ts';
import type { User } from './users-store.ts';

/** The cookie of the new session, and its view as the body. */
export function answerSignedIn(
  reply: FastifyReply,
  { token, session, user }: SignedIn,
  clock: Clock,
): SessionView {
  setSessionCookie(reply, token, session.endsAt, clock);
  return sessionViewOf(session, user, clock());
}

export function sessionViewOf(session: Session, user: User, now: Date): SessionView {
  return {
    state: session.next === null ? 'active' : 'pending',
    next: session.next,
    aal: session.aal,
    user: {
      id: user.id,
      name: user.name,
      email: user.email,
      role: user.role,
      secondFactor: user.totp !== null,
    },
    expiresAt: session.expiresAt.toISOString(),
    ends: sessionEndsOf(session, now),
  };
}

export function sessionEndsOf({ role, next, expiresAt, endsAt }: Session, now: Date): SessionEnds {
  const secondsUntil = (at: Date) => Math.max(1, Math.ceil((at.getTime() - now.getTime()) / 1_000));
  return {
    unusedSeconds: secondsUntil(expiresAt),
    mostSeconds: secondsUntil(endsAt),
    idleSeconds: lifetimeOf(role, next).idleMs / 1_000,
  };
}
