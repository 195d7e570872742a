// What every route gets without asking: a closed query, a closed (or absent) body, and an answer for the methods it
// does not offer. "Nothing declared" then means "nothing taken".

import type { FastifySchema, HTTPMethods } from 'fastify';
import Type from 'typebox';
import type { Access } from './access.ts';
import type { App } from './app-type.ts';
import { Refusal } from './problem.ts';

export interface OfferedRoute {
  readonly method: string;
  readonly url: string;
  readonly access: Access;
  readonly takesBody: boolean;
  /** Null when the route takes no body, or an empty one. */
  readonly schema: Omit<FastifySchema, 'body'> & { readonly body: unknown };
  readonly told: Told;
  /** Whether whoever answers here tells the audit trail of it (access-trail.ts). */
  readonly discloses?: 'personal-data' | 'export';
}

/** What a document says about a route that its schemas cannot. */
export interface Told {
  readonly summary?: string;
  /** JSON when absent. */
  readonly produces?: 'text/html' | 'text/event-stream' | 'image/*' | 'application/x-ndjson';
  /** The caller says with If-Match which version it read. */
  readonly needsVersion?: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly told?: Told;
  }
  interface FastifyInstance {
    /** Every route this process offers: the inventory that tests and documents are made from. */
    readonly inventory: readonly OfferedRoute[];
  }
}

const nothing = Type.Object({}, { additionalProperties: false });
const noBody = Type.Union([Type.Null(), nothing]);

const everyMethod: readonly HTTPMethods[] = [
  'DELETE',
  'GET',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'POST',
  'PUT',
  'QUERY',
  'TRACE',
];
const withBody = new Set(['POST', 'PUT', 'PATCH']);

/** Returns what must be called after the last route: it answers 405 for the methods nobody declared. */
export function installStrictRoutes(app: App): { refuseOtherMethods(): void } {
  const inventory: OfferedRoute[] = [];
  let complete = false;
  app.decorate('inventory', inventory);
  app.addHook('onRoute', (route) => {
    const methods = Array.isArray(route.method) ? route.method : [route.method];
    const takesBody = methods.some((method) => withBody.has(method));
    route.schema = {
      querystring: nothing,
      ...(takesBody ? { body: noBody } : {}),
      ...route.schema,
    };
    const access = route.config?.access;
    if (complete || access === undefined) return;
    const { body, ...others } = route.schema;
    const schema = { ...others, body: body === noBody ? null : (body ?? null) };
    const told = route.config?.told ?? {};
    const { discloses } = route.config ?? {};
    for (const method of methods)
      inventory.push({
        method,
        url: route.url,
        access,
        takesBody,
        schema,
        told,
        ...(discloses === undefined ? {} : { discloses }),
      });
  });
  return {
    refuseOtherMethods() {
      complete = true;
      for (const url of new Set(inventory.map((route) => route.url))) {
        const methods = new Set(inventory.filter((route) => route.url === url).map((route) => route.method));
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
