// From cookie to session. The cookie is the only place a token travels: `__Host-` binds it to this host and to
// https, HttpOnly keeps scripts away, SameSite=Strict other sites.

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './app-type.ts';
import type { Clock } from './clock.ts';
import { Refusal } from './problem.ts';
import type { Session, SessionStore } from './session-store.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null when nobody is signed in, and on public routes. */
    session: Session | null;
  }
  interface FastifyContextConfig {
    /** `false`: a page asks by itself, which keeps no session alive. */
    readonly isUse?: false;
  }
}

const cookieName = '__Host-cd';
const tokenShape = /^[A-Za-z0-9_-]{43}$/;

export function installSession(app: App, sessions: SessionStore): void {
  app.decorateRequest('session', null);
  app.addHook('onRequest', async (request) => {
    const { access, isUse } = request.routeOptions.config ?? {};
    if (request.is404 || access === undefined || access === 'public') return; // nobody's identity is needed
    const token = tokenOf(request);
    request.session = token === undefined ? null : await sessions.find(token, isUse);
  });
}

/** The session of a route that declared it needs one. */
export function sessionOf(request: FastifyRequest): Session {
  if (request.session === null) throw new Refusal('not-signed-in');
  return request.session;
}

export function tokenOf(request: FastifyRequest): string | undefined {
  const value = cookieOf(request, cookieName);
  return value !== undefined && tokenShape.test(value) ? value : undefined;
}

/** The first cookie of this name. */
export function cookieOf(request: FastifyRequest, wanted: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === wanted) return value;
  }
  return undefined;
}

/** The browser keeps it until the absolute end: that nobody used the session in between is judged here, where it is known. */
export function setSessionCookie(reply: FastifyReply, token: string, endsAt: Date, clock: Clock): void {
  const maxAgeS = Math.max(0, Math.floor((endsAt.getTime() - clock().getTime()) / 1_000));
  void reply.header(
    'set-cookie',
    `${cookieName}=${token}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=${maxAgeS}`,
  );
}

/** Whatever this browser was signed in as ends when it signs in anew: a token that is replaced must not live on. */
export async function endFormerSession(request: FastifyRequest, sessions: SessionStore): Promise<void> {
  const token = tokenOf(request);
  const former = token === undefined ? null : await sessions.find(token);
  if (former !== null) await sessions.end(former.id);
}

/** Signing out: the cookie goes, and whatever the browser still holds of answers. Preferences may stay. */
export function clearSessionCookie(reply: FastifyReply): void {
  void reply.header('clear-site-data', '"cache"');
  void reply.header('set-cookie', `${cookieName}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0`);
}
