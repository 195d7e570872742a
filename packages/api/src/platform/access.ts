// Deny until named. Every route declares who may reach it; a route that does not makes the process refuse to boot.
// A pending session (password right, second factor missing) reaches only routes that name its next step.

import { isStaff, type Role } from '@cool/contract/identity';
import type { App } from './app-type.ts';
import { type ProblemMore, Refusal } from './problem.ts';
import type { Aal, Next, Session } from './session-store.ts';

export type Access =
  | 'public'
  | {
      readonly roles: readonly Role[];
      /** The least assurance level. Staff need 2 everywhere, whatever stands here. */
      readonly aal: Aal;
      readonly pending?: readonly Exclude<Next, null>[];
    };

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly access?: Access;
  }
}

export function installAccess(app: App): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.access !== undefined) return;
    throw new Error(
      `The route ${String(route.method)} ${route.url} declares no access. Allowed is config.access: 'public' or { roles, aal }. Say who may reach it.`,
    );
  });
  app.addHook('onRequest', async (request) => {
    if (request.is404) return;
    const access = request.routeOptions.config.access;
    const refusal = judgeAccess(access, request.session);
    if (refusal !== undefined) throw new Refusal(refusal.code, refusal.more);
  });
}

interface AccessRefusal {
  readonly code: 'not-signed-in' | 'second-factor-required' | 'forbidden';
  readonly more?: ProblemMore;
}

/** Undefined when the session may pass. */
export function judgeAccess(access: Access | undefined, session: Session | null): AccessRefusal | undefined {
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
  if (access.roles.includes(session.role)) return undefined;
  return {
    code: 'forbidden',
    more: { detail: `You are signed in as ${session.role}; this is for ${access.roles.join(', ')}.` },
  };
}
