// A page of another site must not make a browser act here. SameSite=Strict already keeps the cookie away; this is
// the second lock: a changing request that says it comes from elsewhere is refused (Fetch Metadata, Origin).

import type { App } from './app-type.ts';
import { Refusal } from './problem.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

export function installCrossSiteCheck(app: App): void {
  app.addHook('onRequest', async (request) => {
    if (safeMethods.has(request.method)) return;
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Refusal('cross-site');
    const { origin, host } = request.headers;
    if (origin !== undefined && hostOf(origin) !== host?.toLowerCase()) throw new Refusal('cross-site');
  });
}

/** Undefined for `null` and for whatever is no origin: neither equals any host. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host.toLowerCase() || undefined : undefined;
}
