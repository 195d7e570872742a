// How often one address, and one signed-in principal, may ask. Signing in has its own, tighter limit. The address is
// judged before anything costs; the principal after access, so that nobody can spend another's share.

import { guessablePaths, limits } from '@cool/contract/edge';
import type { App } from './app-type.ts';
import { clientAddress } from './client-address.ts';
import type { Clock } from './clock.ts';
import { Refusal } from './problem.ts';
import { tokenBuckets } from './token-bucket.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `sign-in`: routes on which somebody could guess. */
    readonly limit?: 'sign-in';
  }
}

export function installAddressLimit(app: App, clock: Clock): void {
  app.addHook('onRoute', ({ url, config }) => {
    if (config?.limit === 'sign-in' && !guessablePaths.some((path) => url.startsWith(path)))
      throw new Error(
        `${url}: given limit 'sign-in', allowed are paths the firewall counts so too; add it to guessablePaths.`,
      );
  });
  const all = tokenBuckets(limits.requestsPerMinutePerAddress);
  const signIns = tokenBuckets(limits.signInsPerMinutePerAddress);
  app.addHook('onRequest', async (request) => {
    const address = clientAddress(request);
    const now = clock().getTime();
    const wait = Math.max(
      all.take(address, now),
      request.routeOptions.config?.limit === 'sign-in' ? signIns.take(address, now) : 0,
    );
    if (wait > 0) throw new Refusal('too-many-requests', { retryAfterSeconds: wait });
  });
}

export function installPrincipalLimit(app: App, clock: Clock): void {
  const all = tokenBuckets(limits.requestsPerMinutePerPrincipal);
  app.addHook('onRequest', async (request) => {
    if (request.session === null) return;
    const wait = all.take(request.session.userId, clock().getTime());
    if (wait > 0) throw new Refusal('too-many-requests', { retryAfterSeconds: wait });
  });
}
