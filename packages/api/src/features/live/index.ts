// The door of live: orders as they change, as server-sent events, each role its own.

import { mayReadOrders } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import type { App } from '#platform/app-type.ts';
import { sessionOf } from '#platform/session.ts';
import type { Streams } from '#platform/streams.ts';
import type { Audit } from '../audit/index.ts';
import type { OrdersStore } from '../orders/index.ts';
import { makeFeed } from './feed.ts';
import { lastEventIdOf } from './last-event-id.ts';

export interface LiveParts {
  readonly streams: Streams;
  readonly audit: Audit;
  readonly orders: OrdersStore;
}

export function installLive(app: App, { streams, audit, orders }: LiveParts): void {
  const feed = makeFeed(audit.tail, audit.store, orders);
  app.get(
    urls.live(),
    {
      exposeHeadRoute: false, // a stream has no length and no end to tell
      config: {
        access: { roles: mayReadOrders, aal: 1 },
        discloses: 'personal-data',
        isUse: false, // a board opens its stream anew by itself, also when nobody is there
        told: { summary: 'Orders as they change', produces: 'text/event-stream' },
      },
    },
    async (request, reply) => {
      const { userId, role } = sessionOf(request);
      const since = lastEventIdOf(request.headers['last-event-id']);
      const stream = streams.open(request, reply);
      feed.join(stream, { id: userId, role }, since).catch((error: unknown) => {
        request.log.error({ event: 'live-broken', err: error });
        stream.close(); // the page comes back with the last id it saw
      });
      return reply;
    },
  );
}
