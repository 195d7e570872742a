// What every route gets without asking: a closed query, a closed (or absent) body, and an answer for the methods it
// does not offer. "Nothing declared" then means "nothing taken".

import type { HTTPMethods } from 'fastify';
import Type from 'typebox';
import type { App } from './app-type.ts';
import { Refusal } from './problem.ts';

const nothing = Type.Object({}, { additionalProperties: false });
const noBody = Type.Union([Type.Null(), nothing]);

const everyMethod: readonly HTTPMethods[] = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];
const withBody = new Set(['POST', 'PUT', 'PATCH']);

/** Returns what must be called after the last route: it answers 405 for the methods nobody declared. */
export function installStrictRoutes(app: App): { refuseOtherMethods(): void } {
  const offered = new Map<string, Set<string>>();
  app.addHook('onRoute', (route) => {
    const methods = Array.isArray(route.method) ? route.method : [route.method];
    const known = offered.get(route.url) ?? new Set<string>();
    for (const method of methods) known.add(method);
    offered.set(route.url, known);
    const takesBody = methods.some((method) => withBody.has(method));
    route.schema = {
      querystring: nothing,
      ...(takesBody ? { body: noBody } : {}),
      ...route.schema,
    };
  });
  return {
    refuseOtherMethods() {
      for (const [url, methods] of [...offered]) {
        const allow = [...methods].sort().join(', ');
        app.route({
          method: everyMethod.filter((method) => !methods.has(method)),
          url,
          config: { access: 'public' },
          // Before any body is read: what is not offered costs nothing.
          onRequest: async (_request, reply) => {
            void reply.header('allow', allow);
            throw new Refusal('method-not-allowed', { detail: `Allowed here: ${allow}.` });
          },
          handler: async () => undefined,
        });
      }
    },
  };
}
