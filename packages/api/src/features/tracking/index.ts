// The door of tracking: one delivery for whoever holds its link. The link is the only right needed, so nothing here
// reads a cookie, and a link that is unknown, malformed or expired gets one and the same answer.

import { trackingView, viewToken } from '@cool/contract/tracking';
import { urls } from '@cool/contract/urls';
import Type from 'typebox';
import type { App } from '#platform/app-type.ts';
import type { Clock } from '#platform/clock.ts';
import type { EventStream } from '#platform/event-stream.ts';
import { Refusal } from '#platform/problem.ts';
import { routePath } from '#platform/route-path.ts';
import type { Streams } from '#platform/streams.ts';
import { compileSchema } from '#platform/validation.ts';
import type { Audit } from '../audit/index.ts';
import { type OrderDocument, type OrdersStore, viewTokenHash } from '../orders/index.ts';
import { expectationOf } from './expectation.ts';
import { linkEndedPage, trackingPage } from './page.ts';
import { isExpired, trackingViewOf } from './view.ts';

export { type Expectation, expectationOf } from './expectation.ts';
export { areaOf, sentences } from './view.ts';

export interface TrackingParts {
  readonly streams: Streams;
  readonly audit: Audit;
  readonly orders: OrdersStore;
  readonly clock: Clock;
}

const isToken = compileSchema<string>(viewToken);
const params = Type.Object({ token: Type.String() });

export function installTracking(app: App, { streams, audit, orders, clock }: TrackingParts): void {
  const watchers = new Map<string, Set<EventStream>>();

  const orderBehind = async (token: string): Promise<OrderDocument | null> => {
    if (!isToken(token)) return null;
    const order = await orders.byViewTokenHash(viewTokenHash(token));
    return order === null || isExpired(order, clock()) ? null : order;
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
    routePath(urls.tracking(':token')),
    {
      config: {
        access: 'public',
        told: { summary: 'One delivery, for whoever holds its link', produces: 'text/html' },
      },
      schema: { params, response: { 200: Type.String(), 404: Type.String() } },
    },
    async (request, reply) => {
      const order = await orderBehind(request.params.token);
      void reply.type('text/html; charset=utf-8').header('x-robots-tag', 'noindex');
      if (order === null) return reply.status(404).send(linkEndedPage());
      return reply.send(trackingPage(await viewOf(order)));
    },
  );

  app.get(
    routePath(urls.trackingView(':token')),
    {
      config: { access: 'public', told: { summary: 'The same as data' } },
      schema: { params, response: { 200: trackingView } },
    },
    async (request) => {
      const order = await orderBehind(request.params.token);
      if (order === null) throw new Refusal('not-found');
      return await viewOf(order);
    },
  );

  app.get(
    routePath(urls.trackingLive(':token')),
    {
      exposeHeadRoute: false,
      config: {
        access: 'public',
        told: { summary: 'The same as it changes', produces: 'text/event-stream' },
      },
      schema: { params },
    },
    async (request, reply) => {
      const order = await orderBehind(request.params.token);
      if (order === null) throw new Refusal('not-found');
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
