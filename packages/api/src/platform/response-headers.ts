// The headers of every answer. The edge sets the same list; an answer that reaches a browser past it is still safe.

import { securityHeaders } from '@cool/contract/edge';
import type { App } from './app-type.ts';

/** Also for answers written past Fastify: streams and framework errors. */
export const fixedHeaders: Readonly<Record<string, string>> = {
  ...securityHeaders,
  'cache-control': 'no-store',
};

export function installResponseHeaders(app: App): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers({ ...fixedHeaders, 'x-request-id': request.id });
  });
}
