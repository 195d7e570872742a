// The door of tracking: one delivery for whoever holds its link. The link is the only right needed, so nothing here
// reads a cookie. It stands in bodies, never in an address; one that is unknown, malformed or expired gets the same answer.

import { trackedBy, trackingView, viewToken } from '@cool/contract/tracking';
import { urls } from '@cool/contract/urls';
import Type from 'typebox';
import type { App } from '#platform/app-type.ts';
import type { Clock } from '#platform/clock.ts';
import type { EventStream } from '#platform/event-stream.ts';
import type { Keys } from '#platform/keys.ts';
import { Refusal } from '#platform/problem.ts';
import type { Streams } from '#platform/streams.ts';
import { compileSchema } from '#platform/validation.ts';
import type { Audit } from '../audit/index.ts';
import { linkKeyIsKept, type OrderDocument, type OrdersStore, viewTokenHash } from '../orders/index.ts';
import { expectationOf } from './expectation.ts';
import { trackingPage } from './page.ts';
import { isExpired, trackingViewOf } from './view.ts';

export { type Expectation, expectationOf } from './expectation.ts';
export { areaOf, sentences } from './view.ts';

export interface TrackingParts {
  readonly streams: Streams;
  readonly audit: Audit;
  readonly orders: OrdersStore;
  readonly keys: Keys;
  readonly clock: Clock;
}

const isToken = compileSchema<string>(viewToken);

export function installTracking(app: App, { streams, audit, orders, keys, clock }: TrackingParts): void {
  const watchers = new Map<string, Set<EventStream>>();

  const orderBehind = async (token: string): Promise<OrderDocument> => {
    const order = isToken(token) ? await orders.byViewTokenHash(viewTokenHash(token)) : null;
    if (order === null || isExpired(order, clock()) || !linkKeyIsKept(keys, order))
      throw new Refusal('not-found');
    return order;
  };

  const viewOf = async (order: OrderDocument) => {
    const run = order.courierId === null ? [] : await orders.run(order.courierId);
    return trackingViewOf(order, expectationOf(order, run, clock()));
  };

  audit.tail.onRecords(async (records) => {
    const latest = new Map(
      records.flatMap(({ subject, seq }) => (subject.type === 'order' ? [[subject.id, seq] as const] : [])),
    );
    for (const [orderId, seq] of latest) {
      const streamsOfOrder = watchers.get(orderId);
      if (streamsOfOrder === undefined) continue;
      const order = await orders.find(orderId, {});
      if (order === null) continue;
      const data = JSON.stringify(await viewOf(order));
      for (const stream of streamsOfOrder) stream.send({ id: seq, event: 'view', data });
    }
  });

  app.get(
    urls.trackingPage(),
    {
      config: { access: 'public', told: { summary: 'The tracking page', produces: 'text/html' } },
      schema: { response: { 200: Type.String() } },
    },
    async (_request, reply) =>
      reply.type('text/html; charset=utf-8').header('x-robots-tag', 'noindex').send(trackingPage),
  );

  // A link whose # was lost or escaped on its way: whoever follows it gets a page, and what stands in the path opens nothing.
  app.get(
    `${urls.trackingPage()}:mangled`,
    {
      config: {
        access: 'public',
        told: { summary: 'A tracking link that was mangled', produces: 'text/html' },
      },
      schema: { params: Type.Object({ mangled: Type.String() }), response: { 404: Type.String() } },
    },
    async (_request, reply) => reply.status(404).type('text/html; charset=utf-8').send(trackingPage),
  );

  app.post(
    urls.trackingView(),
    {
      config: { access: 'public', told: { summary: 'One delivery, for whoever holds its link' } },
      schema: { body: trackedBy, response: { 200: trackingView } },
    },
    async (request) => await viewOf(await orderBehind(request.body.token)),
  );

  app.post(
    urls.trackingLive(),
    {
      config: {
        access: 'public',
        told: { summary: 'The same as it changes', produces: 'text/event-stream' },
      },
      schema: { body: trackedBy },
    },
    async (request, reply) => {
      const order = await orderBehind(request.body.token);
      const stream = streams.open(request, reply);
      const others = watchers.get(order._id) ?? new Set();
      watchers.set(order._id, others.add(stream));
      stream.onClosed(() => {
        others.delete(stream);
        if (others.size === 0) watchers.delete(order._id);
      });
      // Read again: what happened between the look-up and now reached no watcher.
      const now = await orders.find(order._id, {});
      if (now !== null) stream.send({ event: 'view', data: JSON.stringify(await viewOf(now)) });
      return reply;
    },
  );
}
