// From the inventory of routes to an OpenAPI 3.1 document. Pure. Its schemas are the very objects that judge requests,
// so the document cannot promise what the routes do not hold. Every refusal is one of the catalogue's problems.

import { problem } from '@cool/contract/problems';
import type { OfferedRoute } from '#platform/strict-routes.ts';
import { schemaWriter } from './named-schemas.ts';
import { parametersOf } from './parameters.ts';

export function openApiDocument(routes: readonly OfferedRoute[]): object {
  const writer = schemaWriter();
  const refusal = {
    description: 'A problem of the catalogue',
    content: { 'application/problem+json': { schema: writer.write(problem) } },
  };
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    if (route.method === 'HEAD') continue; // offered wherever GET is, except for streams
    const path = route.url.replaceAll(/:([A-Za-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, writer.write, refusal) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cool Delivery',
      version: '0.1.0',
      description:
        'Orders, couriers and tracking. A session is a cookie; staff need a second factor everywhere. Changes name ' +
        'their intent (eventId), so that a request without an answer may be sent again. GET is also answered as HEAD.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas: writer.components(),
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-cd' } },
    },
  };
}

function operationOf(route: OfferedRoute, write: (schema: unknown) => unknown, refusal: object): object {
  const { access, schema, told, method, url } = route;
  const parameters = parametersOf(route, write);
  return {
    operationId: `${method.toLowerCase()}${url.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_all, next: string | undefined) => next?.toUpperCase() ?? '')}`,
    tags: [tagOf(url)],
    ...(told.summary === undefined ? {} : { summary: told.summary }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(schema.body === null
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: write(schema.body) } } } }),
    responses: { ...successesOf(route, write), default: refusal },
    security: access === 'public' ? [] : [{ session: [] }],
    'x-access': access,
  };
}

/** Where the address says it in no word. */
const tags: Readonly<Record<string, string>> = {
  livez: 'health',
  readyz: 'health',
  t: 'tracking',
  'openapi.json': 'description',
};

function tagOf(url: string): string {
  const segment = url.split('/')[url.startsWith('/api/') ? 2 : 1] ?? 'api';
  return tags[segment] ?? segment;
}

function successesOf({ schema, told }: OfferedRoute, write: (schema: unknown) => unknown): object {
  const type = told.produces ?? 'application/json';
  const declared = Object.entries((schema.response ?? {}) as Readonly<Record<string, unknown>>);
  if (declared.length === 0) {
    return told.produces === undefined
      ? { 204: { description: 'Done; there is nothing to tell' } }
      : { 200: { description: 'Done', content: { [type]: { schema: { type: 'string' } } } } };
  }
  return Object.fromEntries(
    declared.map(([status, answer]) => [
      status,
      isNull(answer)
        ? { description: 'Done; there is nothing to tell' }
        : {
            description: status === '404' ? 'There is nothing here' : 'Done',
            content: { [type]: { schema: write(answer) } },
          },
    ]),
  );
}

function isNull(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'null';
}
