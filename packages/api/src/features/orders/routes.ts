// URL, schema, access, use case: the doors of orders. The commands come from the contract's table, so a command added
// there is a route here.

import { limits } from '@cool/contract/edge';
import {
  commandBodies,
  importOrders as importOrdersBody,
  importResult,
  listQuery,
  mayImport,
  mayPlace,
  mayReadOrders,
  mayReadProof,
  nextState,
  type OrderCommand,
  orderCommands,
  orderId,
  orderPage,
  order as orderView,
  placedOrder,
  placeOrder as placeOrderBody,
  rolesFor,
  searchOrders as searchOrdersBody,
  statesBefore,
} from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { App } from '#platform/app-type.ts';
import { Refusal } from '#platform/problem.ts';
import { routePath } from '#platform/route-path.ts';
import { sessionOf } from '#platform/session.ts';
import { type AnyCommandBody, commandOrder } from './command-order.ts';
import type { OrdersDeps } from './deps.ts';
import { importOrders } from './import-orders.ts';
import { listOrders, searchOrders } from './list-orders.ts';
import type { Member } from './order.ts';
import { scopeOf } from './orders-store.ts';
import { placeOrder } from './place-order.ts';
import { showProof } from './show-proof.ts';
import { etagOf, versionFrom } from './version-header.ts';
import { orderOf } from './views.ts';

/** Opened by itself, the file may do nothing at all; no cache between us and the reader keeps it. */
const proofHeaders = {
  'content-security-policy': "default-src 'none'; style-src 'none'; sandbox",
  'content-disposition': 'inline; filename="proof-of-delivery"',
  'cache-control': 'private, no-store',
} as const;

const orderParams = Type.Object({ orderId });

export function ordersRoutes(app: App, deps: OrdersDeps): void {
  app.get(
    urls.orders(),
    {
      config: {
        access: { roles: mayReadOrders, aal: 1 },
        told: { summary: 'Orders, newest first' },
        discloses: 'personal-data',
      },
      schema: { querystring: listQuery, response: { 200: orderPage } },
    },
    async (request) => await listOrders(deps.orders, actorOf(request), request.query),
  );

  app.post(
    urls.orders(),
    {
      config: { access: { roles: mayPlace, aal: 1 }, told: { summary: 'Place an order' } },
      schema: { body: placeOrderBody, response: { 200: placedOrder, 201: placedOrder } },
    },
    async (request, reply) => {
      const { repeated, placed } = await placeOrder(deps, actorOf(request), request.body);
      return reply
        .status(repeated ? 200 : 201)
        .header('etag', etagOf(placed.order.version))
        .send(placed);
    },
  );

  app.post(
    urls.searchOrders(),
    {
      // Changes nothing: a body, because the words may be a name, and addresses stand in logs of others (0019).
      config: {
        access: { roles: mayReadOrders, aal: 1 },
        told: { summary: 'Orders found by words, newest first' },
        discloses: 'personal-data',
      },
      schema: { body: searchOrdersBody, response: { 200: orderPage } },
    },
    async (request) => await searchOrders(deps.orders, actorOf(request), request.body),
  );

  app.post(
    urls.importOrders(),
    {
      bodyLimit: limits.importBodyBytes,
      config: {
        access: { roles: mayImport, aal: 2 },
        told: { summary: 'Place the orders of a CSV file, all or none' },
      },
      schema: { body: importOrdersBody, response: { 200: importResult } },
    },
    async (request) => await importOrders(deps, actorOf(request), request.body),
  );

  app.get(
    routePath(urls.order(':orderId')),
    {
      config: {
        access: { roles: mayReadOrders, aal: 1 },
        told: { summary: 'One order with its history' },
        discloses: 'personal-data',
      },
      schema: { params: orderParams, response: { 200: orderView } },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const found = await deps.orders.find(request.params.orderId, scopeOf(actor));
      if (found === null) throw new Refusal('not-found');
      return reply.header('etag', etagOf(found.version)).send(orderOf(found, actor.role));
    },
  );

  app.get(
    routePath(urls.proof(':orderId')),
    {
      config: {
        access: { roles: mayReadProof, aal: 1 },
        discloses: 'personal-data',
        told: { summary: 'The photo or signature taken at the door', produces: 'image/*' },
      },
      schema: {
        params: orderParams,
        response: { 200: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }) },
      },
      serializerCompiler: () => (bytes) => bytes,
    },
    async (request, reply) => {
      const parts = { ...deps, log: request.log };
      const { type, bytes } = await showProof(parts, actorOf(request), request.params.orderId);
      return reply.type(type).headers(proofHeaders).send(Buffer.from(bytes));
    },
  );

  for (const command of orderCommands) {
    const roles = rolesFor(command);
    if (roles.length === 0) continue; // given through a link only
    app.post(
      routePath(urls.command(':orderId', command)),
      {
        ...(command === 'deliver' ? { bodyLimit: limits.proofBodyBytes } : {}),
        config: {
          access: { roles, aal: 1 },
          told: { summary: toldOf(command), needsVersion: true },
        },
        schema: { params: orderParams, body: commandBodies[command], response: { 200: orderView } },
      },
      async (request, reply) => {
        const actor = actorOf(request);
        const saved = await commandOrder(deps, actor, {
          orderId: request.params.orderId,
          command,
          body: request.body as AnyCommandBody, // judged by commandBodies[command] above
          expectedVersion: versionFrom(request.headers['if-match']),
        });
        return reply.header('etag', etagOf(saved.version)).send(orderOf(saved, actor.role));
      },
    );
  }
}

function toldOf(command: OrderCommand): string {
  const steps = statesBefore(command).map((state) => `${state} → ${nextState(state, command)}`);
  return `${command}: ${steps.join(', ')}`;
}

export function actorOf(request: FastifyRequest): Member {
  const { userId, role } = sessionOf(request);
  return { id: userId, role };
}
