// Deny until named. Every route declares who may reach it; a route that does not makes the process refuse to boot.
// A pending session (password right, second factor missing) reaches only routes that name its next step.

import { isStaff, type Role } from '@cool/contract/identity';
import type { App } from './app-type.ts';
import type { Clock } from './clock.ts';
import { type ProblemMore, Refusal } from './problem.ts';
import type { Aal, Next, Session } from './session-store.ts';

export type Access =
  | 'public'
  | {
      readonly roles: readonly Role[];
      /** The least assurance level. Staff need 2 everywhere, whatever stands here. */
      readonly aal: Aal;
      readonly pending?: readonly Exclude<Next, null>[];
      /**
       * Asks for a second factor given in the last five minutes of whoever has one (step-up); `both`: for the first one as
       * well, for what changes the factors themselves.
       */
      readonly fresh?: true | 'both';
    };

/** How long a factor counts as given just now. */
export const freshMs = 5 * 60_000;

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly access?: Access;
  }
}

export function installAccess(app: App, clock: Clock): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.access !== undefined) return;
    throw new Error(
      `The route ${String(route.method)} ${route.url} declares no access. Allowed is config.access: 'public' or { roles, aal }. Say who may reach it.`,
    );
  });
  app.addHook('onRequest', async (request) => {
    if (request.is404) return;
    const access = request.routeOptions.config.access;
    const refusal = judgeAccess(access, request.session, clock());
    if (refusal !== undefined) throw new Refusal(refusal.code, refusal.more);
  });
}

interface AccessRefusal {
  readonly code: 'not-signed-in' | 'second-factor-required' | 'step-up-required' | 'forbidden';
  readonly more?: ProblemMore;
}

/** Undefined when the session may pass. */
export function judgeAccess(
  access: Access | undefined,
  session: Session | null,
  now: Date,
): AccessRefusal | undefined {
  if (access === 'public') return undefined;
  if (access === undefined) return { code: 'forbidden' };
  if (session === null) return { code: 'not-signed-in' };
  if (session.next !== null) {
    if (access.pending?.includes(session.next) === true) return undefined;
    const what =
      session.next === 'verify' ? 'Give the code of your second factor.' : 'Enrol a second factor.';
    return { code: 'second-factor-required', more: { detail: `You are signed in half. ${what}` } };
  }
  const leastAal = isStaff(session.role) ? 2 : access.aal;
  if (session.aal < leastAal) return { code: 'second-factor-required' };
  if (!access.roles.includes(session.role)) {
    return {
      code: 'forbidden',
      more: { detail: `You are signed in as ${session.role}; this is for ${access.roles.join(', ')}.` },
    };
  }
  if (access.fresh === 'both' && session.aal === 2 && !areBothFresh(session, now)) return bothAgain;
  if (access.fresh === true && session.aal === 2 && !isFresh(session, now)) {
    return {
      code: 'step-up-required',
      more: { detail: 'Give a code of your authenticator, or a passkey, again.' },
    };
  }
  return undefined;
}

/** What asks for both factors says, here and in a use case that knows only then that it must ask. */
export const bothAgain = {
  code: 'step-up-required',
  more: {
    detail: 'Give your password together with a code of your authenticator, or a passkey alone, again.',
  },
} as const;

/** True while the session's second factor counts as given just now. */
export function isFresh(session: Pick<Session, 'strongAt'>, now: Date): boolean {
  return isJustNow(session.strongAt, now);
}

/** True while the session's two factors, or the passkey that is both, count as given just now. */
export function areBothFresh(session: Pick<Session, 'strongAt' | 'firstAt'>, now: Date): boolean {
  return isJustNow(session.strongAt, now) && isJustNow(session.firstAt, now);
}

function isJustNow(givenAt: Date | null, now: Date): boolean {
  return givenAt !== null && now.getTime() - givenAt.getTime() <= freshMs;
}
